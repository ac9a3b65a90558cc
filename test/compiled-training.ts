import {backends} from '../src/engine/backends/index.js';
import {trainEagerly} from '../src/engine/eager/train-eagerly.js';
import {WebAssemblyEngine} from '../src/engine/webassembly/run/webassembly-engine.js';
import {endingOf, type Outcome} from '../src/training/result.js';
import type {TrainingSetup} from '../src/training/setup.js';

const engine = new WebAssemblyEngine(() => backends.cpu.load());

/** A training by the compiled engine, which has to be able to. */
export async function trainCompiled(setup: TrainingSetup): Promise<Outcome> {
  const compiled = await engine.compile(setup);
  if ('refused' in compiled) throw new Error(`not compiled: ${compiled.refused.reason}`);
  return endingOf(setup, 'compiled', await engine.train(compiled.program, setup, async () => {}), () => 0).outcome;
}

/** The same training, eagerly on the cpu backend. */
export async function trainOnCpu(setup: TrainingSetup): Promise<Outcome> {
  return endingOf(setup, 'eager', await trainEagerly(await backends.cpu.load(), setup, async () => {}), () => 0)
    .outcome;
}

/** The largest relative difference of two trainings' losses and test errors. */
export function distance(one: Outcome, other: Outcome): number {
  const numbers = (outcome: Outcome): number[] => {
    if (outcome.status === 'failed') throw new Error(outcome.error.message);
    const {test} = outcome.metrics;
    return [
      ...outcome.history.flatMap(({loss, validation_loss}) => [loss, validation_loss]),
      Number(test.rmse),
      Number(test.mae),
    ];
  };
  const [a, b] = [numbers(one), numbers(other)];
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(...a.map((value, at) => Math.abs(value - b[at]) / Math.max(Math.abs(value), 1e-6)));
}
