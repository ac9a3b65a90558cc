import type {TensorFlow} from '../../model/tensorflow.js';
import type {Ending} from '../../training/result.js';
import type {TrainingSetup} from '../../training/training-session.js';
import type {Breathe} from '../eager.js';
import {type NotCompiled, notCompiledBecause} from '../not-compiled.js';
import {programKey} from '../program-key.js';
import {trainCompiled} from './compiled-training.js';
import {Session} from './session.js';
import {compileTraining, TooLargeError, type TrainingProgram} from './training-program.js';
import {wasm} from './webassembly.js';

/** A training's program, or why there is none. */
export type Compiled = {readonly program: TrainingProgram} | {readonly refused: NotCompiled};

/** Programs that are kept; those that were used longest ago go first. */
const MOST_PROGRAMS = 64;

/** Compiles trainings and runs them, one after the other, all in one memory. */
export class CompiledEngine {
  private readonly programs = new Map<string, Compiled>();
  private readonly memory = new wasm.Memory({initial: 1});
  private current: {readonly program: TrainingProgram; readonly session: Session} | undefined;
  /** Seconds that compiling has taken so far, TensorFlow.js' loading included. */
  compileSeconds = 0;

  /** `loadTensorFlow` gives TensorFlow.js with its cpu backend; it is asked for only when something has to be recorded. */
  constructor(
    private readonly loadTensorFlow: () => Promise<TensorFlow>,
    private readonly mostMemory?: number,
  ) {}

  /** The program of a training, compiled at its first use. */
  async compile(setup: TrainingSetup): Promise<Compiled> {
    const key = programKey(setup);
    const known = this.programs.get(key);
    this.programs.delete(key);
    const compiled = known ?? (await this.compileNew(setup));
    this.programs.set(key, compiled);
    for (const oldest of this.programs.keys()) {
      if (this.programs.size <= MOST_PROGRAMS) break;
      this.programs.delete(oldest);
    }
    return compiled;
  }

  /** Trains by a program; one at a time. */
  async train(program: TrainingProgram, setup: TrainingSetup, breathe: Breathe): Promise<Ending> {
    if (this.current?.program !== program)
      this.current = {program, session: new Session(program.program, this.memory, program.module)};
    return trainCompiled(program, this.current.session, setup, breathe);
  }

  private async compileNew(setup: TrainingSetup): Promise<Compiled> {
    const started = performance.now();
    const tf = await this.loadTensorFlow();
    try {
      return {program: compileTraining(tf, setup, this.mostMemory)};
    } catch (error) {
      const refused = notCompiledBecause(error);
      if (refused) return {refused};
      // A limit of WebAssembly that nobody thought of: the training can still be done.
      if (error instanceof TooLargeError || (error instanceof Error && error.name === 'CompileError'))
        return {refused: {reason: error.message, layer: undefined}};
      throw error;
    } finally {
      this.compileSeconds += (performance.now() - started) / 1000;
    }
  }
}
