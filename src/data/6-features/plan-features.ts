import {didYouMean} from '../../document/did-you-mean.js';
import {bad, type Checked, good, hintOf, type Problem} from '../../document/problem.js';
import type {SourceContext} from '../1-source/source-context.js';
import {type CandlePart, candleColumns} from '../2-order/candle-columns.js';
import type {ColumnReference, FeatureFunction, FeatureUses} from './feature.js';
import {type FeaturesEntry, featureKindOf} from './index.js';

/** A feature whose columns were found. */
export interface PlannedFeature {
  readonly name: string;
  /** The names of its own columns. */
  readonly columns: readonly string[];
  /** The names of those that it uses. */
  readonly uses: readonly string[];
  readonly isKnownAhead: boolean;
  readonly usesTime: boolean;
}

/** The functions of features, by name; what they take is loaded. */
export type FeatureFunctions = ReadonlyMap<string, FeatureFunction>;

/** Loads what features take. */
export async function featureFunctions(features: FeaturesEntry): Promise<FeatureFunctions> {
  const made = new Map<string, FeatureFunction>();
  for (const [name, entry] of Object.entries(features)) {
    const kind = featureKindOf(entry);
    if (kind.mistake?.(entry) === undefined) made.set(name, await kind.prepare(entry));
  }
  return made;
}

/** The columns that features ask a source for, whatever else is read of it: by name or position; and whether they look for candles. */
export function sourceColumnsOf(features: FeaturesEntry): {
  readonly columns: readonly ColumnReference[];
  readonly candles: boolean;
} {
  const uses = Object.values(features).map(entry => featureKindOf(entry).uses(entry));
  return {columns: uses.flatMap(namedColumns), candles: uses.some(({kind}) => kind === 'candles')};
}

function namedColumns(use: FeatureUses): readonly ColumnReference[] {
  switch (use.kind) {
    case 'columns':
      return use.columns.map(({column}) => column);
    case 'candles':
      return use.parts.flatMap(part => use.named[part] ?? []);
    case 'time':
      return [];
  }
}

/** Finds what each feature uses among the columns of a source and those of the features before it. */
export function planFeatures(
  features: FeaturesEntry,
  {names, hasTime}: {readonly names: readonly string[]; readonly hasTime: boolean},
  {place}: Pick<SourceContext, 'place'>,
): Checked<readonly PlannedFeature[]> {
  const problems: Problem[] = [];
  const known = [...names];
  const planned = Object.entries(features).flatMap(([name, entry]): PlannedFeature[] => {
    const at = (key?: string) =>
      place(['features', name, ...(key === undefined ? [] : [key])], key === undefined ? 'key' : undefined);
    const kind = featureKindOf(entry);
    const mistake = kind.mistake?.(entry);
    if (mistake) {
      problems.push({message: mistake.message, place: at(mistake.key), ...hintOf(mistake.hint)});
      return [];
    }
    const columns = kind.outputs(entry).map(output => (output === '' ? name : `${name}_${output}`));
    const taken = columns.find(column => known.includes(column));
    if (taken !== undefined)
      problems.push({
        message: `there is a column '${taken}' already`,
        place: at(),
        hint: 'give the feature another name',
      });
    const find = (column: ColumnReference, key: string): string[] => {
      const found = foundColumn(column, known, names);
      if (found !== undefined) return [found];
      problems.push({
        message: `there is no column '${column}'`,
        place: at(key),
        hint: [didYouMean(String(column), known), 'a feature may use the columns of the data and of features before it']
          .filter(Boolean)
          .join('; '),
      });
      return [];
    };
    const use = kind.uses(entry);
    const uses = usedColumns(use, find, names, message =>
      problems.push({message, place: at(), hint: 'name its columns'}),
    );
    if (use.kind === 'time' && !hasTime)
      problems.push({
        message: 'it needs to know when each row was',
        place: at(),
        hint: 'name the column of times in data.time',
      });
    known.push(...columns);
    return [{name, columns, uses, isKnownAhead: kind.isKnownAhead === true, usesTime: use.kind === 'time'}];
  });
  return problems.length > 0 ? bad(problems) : good(planned);
}

function usedColumns(
  use: FeatureUses,
  find: (column: ColumnReference, key: string) => string[],
  names: readonly string[],
  tell: (message: string) => void,
): readonly string[] {
  switch (use.kind) {
    case 'columns':
      return use.columns.flatMap(({column, key}) => find(column, key));
    case 'time':
      return [];
    case 'candles': {
      const called = candleColumns(names);
      return use.parts.flatMap(part => {
        const named = use.named[part];
        if (named !== undefined) return find(named, part);
        const position = called?.get(part) ?? volumeAlone(part, names);
        if (position !== undefined) return [names[position]];
        tell(`no column is the ${part} of a candle`);
        return [];
      });
    }
  }
}

/** A volume, or a close, is one also where the other parts of a candle are not there. */
function volumeAlone(part: CandlePart, names: readonly string[]): number | undefined {
  const position = names.findIndex(name => name.toLowerCase() === part);
  return position < 0 ? undefined : position;
}

/** A name wins over a position, which counts the columns of the source alone. */
function foundColumn(column: ColumnReference, known: readonly string[], names: readonly string[]): string | undefined {
  if (known.includes(String(column))) return String(column);
  return typeof column === 'number' ? names[column] : undefined;
}

/** Those of the features that some columns need, in their order. */
export function neededFeatures(
  planned: readonly PlannedFeature[],
  columns: readonly string[],
): readonly PlannedFeature[] {
  const needed = new Set(columns);
  const found: PlannedFeature[] = [];
  for (const feature of planned.toReversed()) {
    if (!feature.columns.some(column => needed.has(column))) continue;
    found.unshift(feature);
    for (const used of feature.uses) needed.add(used);
  }
  return found;
}
