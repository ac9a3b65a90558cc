import type {Dataset} from '../../data/dataset.js';
import type {TrainsGroups} from '../../engine/trained.js';
import {Setups} from '../../plan/setups.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {type Executor, type TrainingListener, tellTrained} from './executor.js';

/** Trains in the process that asks, one group after the other: in a browser, say. Needs nothing of Node. */
export class InProcessExecutor implements Executor {
  readonly workers = 1;
  private readonly setups = new Setups();
  private stopped = false;

  constructor(
    private readonly trainer: TrainsGroups,
    datasets: Iterable<Dataset>,
  ) {
    for (const dataset of datasets) this.setups.add(dataset);
  }

  async train(groups: readonly TrialGroup[], listener: TrainingListener): Promise<void> {
    for (const group of groups) {
      const {trials, sharedRows, engine, room} = group;
      if (this.stopped) return;
      listener.onHandedOut();
      const setups = this.setups.ofAll(trials, sharedRows);
      const trained = await this.trainer.train(engine, setups, room, async steps => listener.onSteps(steps, group));
      tellTrained(trials, trained, listener);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }
}
