import {remembered} from '../document/remembered.js';
import type {BackendName} from '../engine/backends/backend.js';
import {expectedStepSeconds} from '../engine/choose/expected-time.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import type {Trial} from '../plan/trial.js';
import type {TrialGroup} from './groups/trial-groups.js';

/** How long steps of trials are expected to take: of networks of many sizes a large one does most of the work. */
export class ExpectedSteps {
  private readonly perStep = new Map<string, number>();
  private readonly bySetup = new WeakMap<PreparedCombination['setup'], number>();
  private steps = 0;
  private seconds = 0;

  constructor(private readonly backend: BackendName) {}

  /** Notes a trial that is to be trained in a group, for so many steps; gives the seconds that these are expected to take. */
  add({id}: Trial, {engine, trials}: TrialGroup, {setup}: PreparedCombination, steps: number): number {
    const each = remembered(
      this.bySetup,
      setup,
      () => expectedStepSeconds(this.backend, engine, setup, trials.length) / trials.length,
    );
    this.perStep.set(id, each);
    this.steps += steps;
    this.seconds += steps * each;
    return steps * each;
  }

  /** Seconds of a step of a trial, or where it isn't known of which those of all on average. */
  of(trial: Trial | undefined): number {
    const mean = this.steps === 0 ? 0 : this.seconds / this.steps;
    return (trial && this.perStep.get(trial.id)) ?? mean;
  }
}
