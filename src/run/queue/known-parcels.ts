import type {SharedRowsBySplit} from '../../data/8-windows/shared-rows.js';
import {bytesOf, type Dataset} from '../../data/dataset.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import type {GroupMessage} from './group-message.js';
import {areRowsOf, parcelDataset, parcelSharedRows} from './parcels/dataset-parcel.js';
import type {ParcelCache} from './parcels/parcel-cache.js';

/** A group that asks for what isn't what it says. */
export class UnusableParcelError extends Error {}

/** What all data sets that a worker holds may take, in bytes; those in use are held in any case. */
const MOST_BYTES = 512 * 2 ** 20;
/** The same of rows that trials are measured on: how many. */
const MOST_ROWS = 10_000_000;

/** Data sets and rows that groups are trained on, out of the cache of this machine, while they are used and some time longer. */
export class KnownParcels {
  private readonly uses = new Map<string, number>();
  private readonly rows = new Map<string, SharedRowsBySplit>();
  private rowsKept = 0;
  private readonly loading = new Map<string, Promise<unknown>>();

  constructor(
    private readonly cache: ParcelCache,
    /** By their keys, those used last at the end; trainings take them from here. */
    private readonly datasets: Map<string, Dataset>,
  ) {}

  /** The group of a message, whose data sets stay until it is released. Throws ParcelMissingError, QueueError, UnusableParcelError. */
  async group({trials, sharedRows, engine, room, program, datasets}: GroupMessage): Promise<TrialGroup> {
    const keys = new Set(trials.map(({dataset}) => dataset));
    const held: string[] = [];
    try {
      for (const key of keys) {
        this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
        held.push(key);
        await this.loadDataset(key, datasets[key]);
      }
      const rows: SharedRowsBySplit[] = [];
      for (const hash of sharedRows) rows.push(hash === null ? {} : await this.loadRows(hash));
      const areIts = trials.every(({dataset}, index) => {
        const own = this.datasets.get(dataset);
        return own !== undefined && areRowsOf(own, rows[index]);
      });
      if (!areIts) throw new UnusableParcelError('it is measured on rows that its data set has not');
      return {trials, sharedRows: rows, engine, room, program};
    } catch (error) {
      this.release(held);
      throw error;
    }
  }

  /** Lets go of the data sets of a group, once for each time that it was asked for. */
  release(keys: Iterable<string>): void {
    for (const key of keys) this.uses.set(key, (this.uses.get(key) ?? 1) - 1);
    let bytes = [...this.datasets.values()].reduce((sum, dataset) => sum + bytesOf(dataset), 0);
    for (const [key, dataset] of this.datasets) {
      if (bytes <= MOST_BYTES) return;
      if ((this.uses.get(key) ?? 0) > 0) continue;
      this.datasets.delete(key);
      this.uses.delete(key);
      bytes -= bytesOf(dataset);
    }
  }

  private async loadDataset(key: string, hash: string): Promise<void> {
    const known = this.datasets.get(key);
    const dataset = known ?? (await this.once(hash, async () => parcelDataset(await this.cache.parcel(hash), key)));
    if (!dataset) throw new UnusableParcelError(`parcel ${hash} is not data set ${key}`);
    this.datasets.delete(key);
    this.datasets.set(key, dataset);
  }

  private async loadRows(hash: string): Promise<SharedRowsBySplit> {
    const known =
      this.rows.get(hash) ?? (await this.once(hash, async () => parcelSharedRows(await this.cache.parcel(hash))));
    if (!known) throw new UnusableParcelError(`parcel ${hash} has no rows`);
    const own = rowsOf(known);
    if (this.rowsKept + own > MOST_ROWS) {
      this.rows.clear();
      this.rowsKept = 0;
    }
    if (!this.rows.has(hash)) this.rowsKept += own;
    this.rows.set(hash, known);
    return known;
  }

  /** Of several groups that want a parcel at the same time, one loads it. */
  private async once<T>(hash: string, load: () => Promise<T>): Promise<T> {
    const before = this.loading.get(hash);
    if (before) await before.catch(() => {});
    const now = load();
    this.loading.set(hash, now);
    try {
      return await now;
    } finally {
      if (this.loading.get(hash) === now) this.loading.delete(hash);
    }
  }
}

function rowsOf({validation, test}: SharedRowsBySplit): number {
  return (validation?.rows.length ?? 0) + (test?.rows.length ?? 0);
}
