import type {TensorFlow} from '../model/tensorflow.js';
import type {TrainingOutput} from '../training/output.js';
import {type EngineName, endingOf} from '../training/result.js';
import type {TrainingSetup} from '../training/setup.js';
import type {Breathe} from './breathe.js';
import type {NotCompiled} from './common/not-compiled.js';
import {trainEagerly} from './eager/train-eagerly.js';
import {withPolish} from './polished.js';
import {withRefits} from './refits.js';
import {stopwatch, type Trained, type TrainsGroups} from './trained.js';
import {WebAssemblyEngine} from './webassembly/run/webassembly-engine.js';

/** Trains one trial after the other: by a WebAssembly program, or eagerly, as also what can't be compiled. Needs nothing of Node. */
export class LocalTrainer implements TrainsGroups {
  private readonly webAssembly: WebAssemblyEngine;

  /**
   * `loadRecorder` gives TensorFlow.js with its cpu backend, `loadEager` with the one that trains eagerly: each makes its own
   * the current one. `mostMemory` is what a compiled program may need, in bytes.
   */
  constructor(
    private readonly loadRecorder: () => Promise<TensorFlow>,
    private readonly loadEager: () => Promise<TensorFlow>,
    mostMemory?: number,
  ) {
    this.webAssembly = new WebAssemblyEngine(loadRecorder, mostMemory);
  }

  async train(
    engine: EngineName,
    setups: readonly TrainingSetup[],
    _: number,
    breathe: Breathe,
  ): Promise<readonly Trained[]> {
    const trained = await this.trainOnce(engine, setups, breathe);
    return withRefits((...taken) => this.train(...taken), engine, setups, trained);
  }

  private async trainOnce(
    engine: EngineName,
    setups: readonly TrainingSetup[],
    breathe: Breathe,
  ): Promise<readonly Trained[]> {
    switch (engine) {
      case 'eager':
        return this.eagerly(setups, breathe, 0, undefined);
      case 'compiled':
        return this.compiled(setups, breathe);
      case 'graph':
      case 'xla':
        throw new Error(`the ${engine} engine needs TensorFlow's library`);
    }
  }

  /** Trains eagerly, for a reason where it should have been otherwise. */
  async eagerly(
    setups: readonly TrainingSetup[],
    breathe: Breathe,
    compileSeconds: number,
    eagerBecause: NotCompiled | undefined,
  ): Promise<readonly Trained[]> {
    // Recording may have left another backend in place.
    const tf = await this.loadEager();
    const all: Trained[] = [];
    const outputs: TrainingOutput[] = [];
    for (const setup of setups) {
      const seconds = stopwatch();
      const output = await trainEagerly(tf, setup, breathe);
      outputs.push(output);
      const ending = endingOf(setup, 'eager', output, seconds);
      all.push({...ending, compileSeconds: all.length === 0 ? compileSeconds : 0, eagerBecause});
    }
    return withPolish(this.loadRecorder, setups, all, outputs);
  }

  private async compiled(setups: readonly TrainingSetup[], breathe: Breathe): Promise<Trained[]> {
    const all: Trained[] = [];
    for (const setup of setups) {
      const before = this.webAssembly.compileSeconds;
      const compiled = await this.webAssembly.compile(setup);
      const compileSeconds = this.webAssembly.compileSeconds - before;
      if ('refused' in compiled) {
        all.push(...(await this.eagerly([setup], breathe, compileSeconds, compiled.refused)));
        continue;
      }
      const seconds = stopwatch();
      const output = await this.webAssembly.train(compiled.program, setup, breathe);
      const ended = {...endingOf(setup, 'compiled', output, seconds), compileSeconds, eagerBecause: undefined};
      all.push(...(await withPolish(this.loadRecorder, [setup], [ended], [output])));
    }
    return all;
  }
}
