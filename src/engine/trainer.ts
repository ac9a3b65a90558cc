import type {Ending, EngineName} from '../training/result.js';
import type {TrainingSetup} from '../training/training-session.js';
import type {BackendName} from './backends/backend.js';
import {backends} from './backends/index.js';
import {CompiledEngine} from './compiled/compiled-engine.js';
import {type Breathe, trainEagerly} from './eager.js';
import type {NotCompiled} from './not-compiled.js';
import type {Executor} from './tensorflow/call.js';
import {TensorFlowEngine} from './tensorflow/tensorflow-engine.js';

/** What became of a training, and how it was done. */
export interface Trained extends Ending {
  /** Seconds that compiling took for it; 0 where a program was there. */
  readonly compileSeconds: number;
  /** Why it was trained eagerly, where it should have been compiled. */
  readonly eagerBecause: NotCompiled | undefined;
}

/** Trains on a backend, one training or group of trainings after the other. What can't be compiled is trained eagerly. */
export class Trainer {
  private readonly compiled: CompiledEngine;
  private readonly tensorFlow: Readonly<Record<Executor, TensorFlowEngine>>;

  /** `mostMemory` is what a compiled program may need, in bytes. */
  constructor(
    private readonly backend: BackendName,
    mostMemory?: number,
  ) {
    const loadRecorder = () => backends.cpu.load();
    const loadNative = () => backends.native.load();
    this.compiled = new CompiledEngine(loadRecorder, mostMemory);
    this.tensorFlow = {
      graph: new TensorFlowEngine('graph', loadRecorder, loadNative),
      xla: new TensorFlowEngine('xla', loadRecorder, loadNative),
    };
  }

  /** Loads what some engines need in any case. Throws where the backend can't be used. */
  async ready(engines: readonly EngineName[]): Promise<void> {
    if (engines.some(engine => engine !== 'compiled')) await backends[this.backend].load();
  }

  /** Trains by an engine; those of TensorFlow train all together, by a program that has `room` for as many or more. */
  async train(
    engine: EngineName,
    setups: readonly TrainingSetup[],
    room: number,
    breathe: Breathe,
  ): Promise<Trained[]> {
    switch (engine) {
      case 'eager':
        return this.eagerly(setups, breathe, 0, undefined);
      case 'compiled':
        return this.compiledOnes(setups, breathe);
      case 'graph':
      case 'xla':
        return this.together(this.tensorFlow[engine], setups, room, breathe);
    }
  }

  dispose(): void {
    for (const engine of Object.values(this.tensorFlow)) engine.dispose();
  }

  private async compiledOnes(setups: readonly TrainingSetup[], breathe: Breathe): Promise<Trained[]> {
    const all: Trained[] = [];
    for (const setup of setups) {
      const before = this.compiled.compileSeconds;
      const compiled = await this.compiled.compile(setup);
      const compileSeconds = this.compiled.compileSeconds - before;
      if ('refused' in compiled) all.push(...(await this.eagerly([setup], breathe, compileSeconds, compiled.refused)));
      else
        all.push({
          ...(await this.compiled.train(compiled.program, setup, breathe)),
          compileSeconds,
          eagerBecause: undefined,
        });
    }
    return all;
  }

  private async together(
    engine: TensorFlowEngine,
    setups: readonly TrainingSetup[],
    room: number,
    breathe: Breathe,
  ): Promise<Trained[]> {
    const before = engine.compileSeconds;
    const endings = await engine.train(setups, room, breathe);
    const compileSeconds = engine.compileSeconds - before;
    if ('reason' in endings) return this.eagerly(setups, breathe, compileSeconds, endings);
    return endings.map((ending, index) => ({
      ...ending,
      compileSeconds: index === 0 ? compileSeconds : 0,
      eagerBecause: undefined,
    }));
  }

  private async eagerly(
    setups: readonly TrainingSetup[],
    breathe: Breathe,
    compileSeconds: number,
    eagerBecause: NotCompiled | undefined,
  ): Promise<Trained[]> {
    // Recording may have left another backend in place.
    const tf = await backends[this.backend].load();
    const all: Trained[] = [];
    for (const setup of setups) {
      const ending = await trainEagerly(tf, setup, breathe);
      all.push({...ending, compileSeconds: all.length === 0 ? compileSeconds : 0, eagerBecause});
    }
    return all;
  }
}
