import type {TensorFlow} from '../../../model/tensorflow.js';
import type {TrainingOutput} from '../../../training/output.js';
import type {TrainingSetup} from '../../../training/setup.js';
import type {Breathe} from '../../breathe.js';
import {type NotCompiled, notCompiledBecause} from '../../common/not-compiled.js';
import {programKey} from '../../common/program-key.js';
import {compileProgram, TooLargeError, type TrainingProgram} from './compile-program.js';
import {ProgramInstance} from './program-instance.js';
import {trainByProgram} from './program-training.js';
import {wasm} from './webassembly.js';

/** A training's program, or why there is none. */
export type Compiled = {readonly program: TrainingProgram} | {readonly refused: NotCompiled};

/** Programs that are kept; those that were used longest ago go first. */
const MOST_PROGRAMS = 64;

/** Compiles trainings and runs them, one after the other, all in one memory. */
export class WebAssemblyEngine {
  private readonly programs = new Map<string, Compiled>();
  private readonly memory = new wasm.Memory({initial: 1});
  private current: {readonly program: TrainingProgram; readonly instance: ProgramInstance} | undefined;
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
  async train(program: TrainingProgram, setup: TrainingSetup, breathe: Breathe): Promise<TrainingOutput> {
    if (this.current?.program !== program)
      this.current = {program, instance: new ProgramInstance(program.program, this.memory, program.module)};
    return trainByProgram(program, this.current.instance, setup, breathe);
  }

  private async compileNew(setup: TrainingSetup): Promise<Compiled> {
    const started = performance.now();
    const tf = await this.loadTensorFlow();
    try {
      return {program: compileProgram(tf, setup, this.mostMemory)};
    } catch (error) {
      const refused = notCompiledBecause(error);
      if (refused) return {refused};
      // A limit of WebAssembly that nobody thought of: the training can still be done.
      if (error instanceof TooLargeError || error instanceof wasm.CompileError)
        return {refused: {reason: error.message, layer: undefined}};
      throw error;
    } finally {
      this.compileSeconds += (performance.now() - started) / 1000;
    }
  }
}
