import {type EngineName, endingOf} from '../training/result.js';
import type {TrainingSetup} from '../training/setup.js';
import type {BackendName} from './backends/backend.js';
import {backends} from './backends/index.js';
import type {Breathe} from './breathe.js';
import {LocalTrainer} from './local-trainer.js';
import {withPolish} from './polished.js';
import {withRefits} from './refits.js';
import type {GraphEngine} from './tensorflow/calling-graph.js';
import type {TensorFlowEngine} from './tensorflow/tensorflow-engine.js';
import {stopwatch, type Trained, type TrainsGroups} from './trained.js';

/** Trains on a backend by any of its engines, one training or group of trainings after the other. */
export class Trainer implements TrainsGroups {
  private readonly local: LocalTrainer;
  private readonly tensorFlow = new Map<GraphEngine, TensorFlowEngine>();

  /** `mostMemory` is what a compiled program may need, in bytes. */
  constructor(
    private readonly backend: BackendName,
    mostMemory?: number,
  ) {
    this.local = new LocalTrainer(loadRecorder, () => backends[backend].load(), mostMemory);
  }

  /** Loads what some engines need in any case. Throws where the backend can't be used. */
  async ready(engines: readonly EngineName[]): Promise<void> {
    if (engines.some(engine => engine !== 'compiled')) await backends[this.backend].load();
  }

  async train(
    engine: EngineName,
    setups: readonly TrainingSetup[],
    room: number,
    breathe: Breathe,
  ): Promise<readonly Trained[]> {
    switch (engine) {
      case 'eager':
      case 'compiled':
        return this.local.train(engine, setups, room, breathe);
      case 'graph':
      case 'xla':
        return withRefits(
          (...taken) => this.train(...taken),
          engine,
          setups,
          await this.together(engine, setups, room, breathe),
        );
    }
  }

  dispose(): void {
    for (const engine of this.tensorFlow.values()) engine.dispose();
  }

  private async together(
    name: GraphEngine,
    setups: readonly TrainingSetup[],
    room: number,
    breathe: Breathe,
  ): Promise<readonly Trained[]> {
    const engine = await this.engineOf(name);
    const before = engine.compileSeconds;
    const compiled = await engine.compile(setups[0], room);
    const compileSeconds = engine.compileSeconds - before;
    if ('reason' in compiled) return this.local.eagerly(setups, breathe, compileSeconds, compiled);
    const seconds = stopwatch(setups.length);
    const outputs = await engine.train(compiled, setups, breathe);
    const trained = setups.map((setup, index) => ({
      ...endingOf(setup, name, outputs[index], seconds),
      compileSeconds: index === 0 ? compileSeconds : 0,
      eagerBecause: undefined,
    }));
    return withPolish(loadRecorder, setups, trained, outputs);
  }

  /** Loaded at its first use: most workers train without TensorFlow's library. */
  private async engineOf(name: GraphEngine): Promise<TensorFlowEngine> {
    const known = this.tensorFlow.get(name);
    if (known) return known;
    const {TensorFlowEngine} = await import('./tensorflow/tensorflow-engine.js');
    const engine = new TensorFlowEngine(name, loadRecorder, () => backends.native.load());
    this.tensorFlow.set(name, engine);
    return engine;
  }
}

function loadRecorder(): ReturnType<typeof backends.cpu.load> {
  return backends.cpu.load();
}
