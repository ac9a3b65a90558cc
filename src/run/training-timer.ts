import type {Trained} from '../engine/trained.js';
import type {Timing} from './records/manifest.js';

/** How long training takes, over all rounds. */
export class TrainingTimer {
  private since: number | undefined;
  private seconds = 0;
  private compileSeconds = 0;
  private trialSteps = 0;
  private trials = 0;
  private workers = 1;

  /** Called as trials are handed out; the first time of a round counts. */
  begin(): void {
    this.since ??= performance.now();
  }

  pause(): void {
    if (this.since !== undefined) this.seconds += (performance.now() - this.since) / 1000;
    this.since = undefined;
  }

  addSteps(steps: number): void {
    this.trialSteps += steps;
  }

  addTrial({compileSeconds}: Trained): void {
    this.compileSeconds += compileSeconds;
    this.trials++;
  }

  countWorkers(workers: number): void {
    this.workers = Math.max(this.workers, workers);
  }

  timing(): Timing {
    const {compileSeconds, trialSteps, trials, workers} = this;
    // Workers compile at the same time: what that took of the wall's time is their mean.
    const trainSeconds = this.seconds - compileSeconds / workers;
    return {wallSeconds: process.uptime(), trainSeconds, compileSeconds, trialSteps, trials, workers};
  }
}
