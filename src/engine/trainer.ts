import type {Ending} from '../training/result.js';
import type {TrainingSetup} from '../training/training-session.js';
import type {BackendName} from './backends/backend.js';
import {backends} from './backends/index.js';
import type {EngineName} from './choose-engine.js';
import {CompiledEngine} from './compiled/compiled-engine.js';
import {type Breathe, trainEagerly} from './eager.js';
import type {NotCompiled} from './not-compiled.js';

/** What became of a training, and how it was done. */
export interface Trained extends Ending {
  /** Seconds that compiling took for it; 0 where a program was there. */
  readonly compileSeconds: number;
  /** Why it was trained eagerly, where it should have been compiled. */
  readonly eagerBecause: NotCompiled | undefined;
}

/** Trains on a backend by an engine, one training after the other. What can't be compiled is trained eagerly. */
export class Trainer {
  private readonly compiled: CompiledEngine;

  /** `mostMemory` is what a compiled program may need, in bytes. */
  constructor(
    private readonly backend: BackendName,
    private readonly engine: EngineName,
    mostMemory?: number,
  ) {
    this.compiled = new CompiledEngine(() => backends.cpu.load(), mostMemory);
  }

  /** Loads what is needed in any case. Throws where the backend can't be used. */
  async ready(): Promise<void> {
    if (this.engine === 'eager') await backends[this.backend].load();
  }

  async train(setup: TrainingSetup, breathe: Breathe): Promise<Trained> {
    if (this.engine === 'eager') return this.eagerly(setup, breathe, 0, undefined);
    const before = this.compiled.compileSeconds;
    const compiled = await this.compiled.compile(setup);
    const compileSeconds = this.compiled.compileSeconds - before;
    if ('refused' in compiled) return this.eagerly(setup, breathe, compileSeconds, compiled.refused);
    const ending = await this.compiled.train(compiled.program, setup, breathe);
    return {...ending, compileSeconds, eagerBecause: undefined};
  }

  private async eagerly(
    setup: TrainingSetup,
    breathe: Breathe,
    compileSeconds: number,
    eagerBecause: NotCompiled | undefined,
  ): Promise<Trained> {
    // Recording may have left another backend in place.
    const tf = await backends[this.backend].load();
    return {...(await trainEagerly(tf, setup, breathe)), compileSeconds, eagerBecause};
  }
}
