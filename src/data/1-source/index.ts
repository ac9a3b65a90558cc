import {type EntryOf, kindOf, variants} from '../../document/kind.js';
import type {Checked} from '../../document/problem.js';
import {wantedTargets} from '../3-choose/target-option.js';
import {csv} from './csv.js';
import {inline} from './inline.js';
import {json} from './json.js';
import {ohlc} from './ohlc.js';
import {parquet} from './parquet.js';
import type {FileSource, SourceKind, SourceTable} from './source.js';
import type {SourceContext} from './source-context.js';
import {sql} from './sql.js';
import {synthetic} from './synthetic.js';

/** Every kind of data source there is. */
export const sources = [csv, json, parquet, sql, inline, synthetic, ohlc] as const;

/** `data`: where the series comes from. */
export const dataSchema = variants(sources);

export type DataEntry = EntryOf<(typeof sources)[number]>;

function sourceOf(entry: DataEntry): SourceKind<DataEntry> {
  return kindOf<SourceKind<DataEntry>>(sources, entry);
}

/** What is known of an entry's kind that is read from files; undefined for others. */
export function fileSourceOf(entry: DataEntry): FileSource<DataEntry> | undefined {
  return sourceOf(entry).files;
}

/** How the names of files end that each kind of source reads. */
export const FILE_ENDINGS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  sources.flatMap(({type, files}) => (files ? [[type, files.extensions]] : [])),
);

/** What a source gives. */
export async function loadSource(entry: DataEntry, context: SourceContext): Promise<Checked<SourceTable>> {
  return sourceOf(entry).load(entry, context);
}

/** Equal for entries that give the same table: how it is split and its targets are transformed plays no part, the seed only where it decides. */
export function sourceKey(entry: DataEntry, seed: number, used: SourceContext['used']): string {
  const {split: _, season: __, target, ...own} = entry;
  const targets = wantedTargets(target).map(({column}) => column ?? null);
  return JSON.stringify([own, targets, used, sourceOf(entry).isSeeded ? seed : null]);
}
