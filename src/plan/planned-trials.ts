import {toldBoundaries} from '../data/4-split/split.js';
import {canonicalJson, contentHash} from '../document/content-hash.js';
import type {Problem} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import type {Combination} from '../experiment/combination.js';
import type {LoadedExperiment} from '../experiment/load-experiment.js';
import type {ShapedSetup} from './shaped-setups.js';
import {toldWindow} from './told-window.js';
import {contentOf, type Trial, trialsOf} from './trial.js';

/** The trials of combinations; two combinations that would train the very same thing are found. */
export class PlannedTrials {
  /** Where combinations are, by what they train. */
  private readonly seen = new NumberTable();
  /** What combinations of a search are called, by what they train. */
  private readonly names = new Map<number, string>();
  /** The splits of folds by what is trained in them. */
  private readonly splits = new Map<string, string>();
  /** Combinations whose trials others have, too, but for another kind of folds. */
  private readonly apart = new Set<number>();

  constructor(private readonly experiment: LoadedExperiment) {}

  /** Notes a combination; gives what is wrong where another one trains the same: they would be two rows of one result. */
  add(index: number, combination: Combination, shaped: ShapedSetup): Problem | undefined {
    this.note(index, combination, shaped);
    const other = this.seen.add(shaped.content, index);
    if (other === undefined || !trainsTheSame(this.experiment.combinations.at(other), combination)) return undefined;
    const show = ({parameters}: Combination) =>
      Object.entries(parameters)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(', ');
    return {
      message: `two combinations train the same: ${show(this.experiment.combinations.at(other))} and ${show(combination)}`,
      place: combination.place(['sweep', 'parameters'], 'key'),
    };
  }

  /** Notes a combination, so that its trials are told from those of other kinds of folds. */
  note(index: number, {experiment, fold}: Combination, {setup}: ShapedSetup): void {
    if (fold === undefined) return;
    const {dataset, boundaries} = setup.data;
    const content = contentOf(experiment, dataset.key, toldBoundaries(boundaries));
    const split = canonicalJson(experiment.data.split);
    // Folds of two kinds may be the same one, such as the first ones of expanding and of sliding folds: each is trained for its own kind.
    if (remembered(this.splits, content, () => split) !== split) this.apart.add(index);
  }

  /** Whether no combination before trains the same; it is noted, as itself. */
  isNew(combination: Combination, {content}: ShapedSetup): boolean {
    const key = JSON.stringify(combination.parameters);
    return remembered(this.names, content, () => key) === key;
  }

  /** The trials of a combination, one per seed. */
  of(index: number, combination: Combination, {setup}: ShapedSetup): readonly Trial[] {
    const {dataset, boundaries} = setup.data;
    const trials = trialsOf(combination, this.experiment.seeds, dataset.key, toldBoundaries(boundaries));
    if (!this.apart.has(index)) return trials;
    const split = canonicalJson(combination.experiment.data.split);
    return trials.map(trial => ({...trial, id: contentHash({id: trial.id, split})}));
  }
}

/** Whether two combinations do, whose data is the same. */
function trainsTheSame({experiment: a}: Combination, {experiment: b}: Combination): boolean {
  const content = ({standardization, window, model, training}: Combination['experiment']) =>
    canonicalJson([standardization, toldWindow(window), model, training]);
  return content(a) === content(b);
}

/** A place for each number, in a few bytes. */
class NumberTable {
  private numbers = new Float64Array(1024);
  /** From 1 on; 0 where there is none. */
  private places = new Int32Array(1024);
  private count = 0;

  /** Notes a number; gives the place of the same one, where it was noted before. */
  add(number: number, place: number): number | undefined {
    const slot = this.slotOf(number);
    if (this.places[slot] !== 0) return this.places[slot] - 1;
    this.numbers[slot] = number;
    this.places[slot] = place + 1;
    this.count++;
    if (this.count * 2 > this.places.length) this.grow();
    return undefined;
  }

  private slotOf(number: number): number {
    const mask = this.places.length - 1;
    const low = Math.imul(number % 2 ** 26, 0x9e3779b1);
    const mixed = Math.imul(low ^ Math.floor(number / 2 ** 26), 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (this.places[slot] !== 0 && this.numbers[slot] !== number) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const {numbers, places} = this;
    this.numbers = new Float64Array(numbers.length * 2);
    this.places = new Int32Array(places.length * 2);
    places.forEach((place, old) => {
      if (place === 0) return;
      const slot = this.slotOf(numbers[old]);
      this.numbers[slot] = numbers[old];
      this.places[slot] = place;
    });
  }
}
