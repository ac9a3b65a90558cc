import type {TensorFlow} from '../../model/tensorflow.js';
import type {TrainingOutput} from '../../training/output.js';
import type {TrainingSetup} from '../../training/setup.js';
import type {Breathe} from '../breathe.js';
import {type NotCompiled, notCompiledBecause} from '../common/not-compiled.js';
import {togetherKey} from '../common/together-key.js';
import type {GraphEngine} from './calling-graph.js';
import {GraphRefused, GraphSession, mayHaveOneDnn} from './graph-session.js';
import {prepareProgram, trainByGraph} from './native-training.js';
import {type TrainingGraph, trainingGraph} from './training-graph.js';

/** A program that TensorFlow has loaded. */
export interface Loaded {
  readonly program: TrainingGraph;
  readonly session: GraphSession;
}

/** Programs that are kept; those that were used longest ago are disposed of first. */
const MOST_PROGRAMS = 8;

/** Compiles trainings into graphs of TensorFlow and runs them, one after the other. */
export class TensorFlowEngine {
  private readonly loaded = new Map<string, Loaded>();
  private readonly refused = new Map<string, NotCompiled>();
  /** Seconds that compiling has taken so far, as far as it is known apart from running. */
  compileSeconds = 0;

  /** `loadRecorder` gives TensorFlow.js with its cpu backend, `loadNative` with tfjs-node's: each makes its own the current one. */
  constructor(
    private readonly engine: GraphEngine,
    private readonly loadRecorder: () => Promise<TensorFlow>,
    private readonly loadNative: () => Promise<TensorFlow>,
  ) {}

  /** A program that trains so many trials together, loaded at its first use; or why there is none. */
  async compile(setup: TrainingSetup, trials: number): Promise<Loaded | NotCompiled> {
    const key = `${trials} ${togetherKey(setup)}`;
    const refused = this.refused.get(key);
    if (refused) return refused;
    const known = this.loaded.get(key);
    this.loaded.delete(key);
    const loaded = known ?? (await this.load(setup, trials));
    if ('reason' in loaded) {
      this.refused.set(key, loaded);
      return loaded;
    }
    this.loaded.set(key, loaded);
    this.forgetOldest();
    return loaded;
  }

  /** Trains trials together, by a program that has room for them. */
  async train(
    {program, session}: Loaded,
    setups: readonly TrainingSetup[],
    breathe: Breathe,
  ): Promise<TrainingOutput[]> {
    return trainByGraph(await this.loadNative(), program, session, setups, breathe);
  }

  dispose(): void {
    for (const {session} of this.loaded.values()) session.dispose();
    this.loaded.clear();
  }

  private forgetOldest(): void {
    for (const [key, {session}] of this.loaded) {
      if (this.loaded.size <= MOST_PROGRAMS) return;
      session.dispose();
      this.loaded.delete(key);
    }
  }

  private async load(setup: TrainingSetup, trials: number): Promise<Loaded | NotCompiled> {
    const started = performance.now();
    try {
      return await this.loadAsFastAsCan(setup, trials);
    } catch (error) {
      const refused = notCompiledBecause(error);
      if (refused) return refused;
      // Trained eagerly, it may do.
      if (error instanceof GraphRefused) return {reason: error.message, layer: undefined};
      throw error;
    } finally {
      this.compileSeconds += (performance.now() - started) / 1000;
    }
  }

  private async loadAsFastAsCan(setup: TrainingSetup, trials: number): Promise<Loaded> {
    const oneDnn = this.engine === 'graph' && mayHaveOneDnn(await this.loadNative());
    try {
      return await this.loadWith(setup, trials, oneDnn);
    } catch (error) {
      if (!oneDnn || !(error instanceof GraphRefused)) throw error;
      // A TensorFlow that was built without oneDNN.
      return this.loadWith(setup, trials, false);
    }
  }

  private async loadWith(setup: TrainingSetup, trials: number, oneDnn: boolean): Promise<Loaded> {
    const program = trainingGraph(await this.loadRecorder(), setup, trials, this.engine, oneDnn);
    const tf = await this.loadNative();
    const session = new GraphSession(tf, program.definition);
    try {
      prepareProgram(tf, program, session, setup);
      return {program, session};
    } catch (error) {
      session.dispose();
      throw error;
    }
  }
}
