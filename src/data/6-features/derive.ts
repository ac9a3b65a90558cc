import type {Rows} from '../4-split/split.js';
import type {FeatureFunctions, PlannedFeature} from './plan-features.js';

/** Complete columns by name, and what features are made of besides. */
export interface Derivation {
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly rows: number;
  /** Series, and their parts between gaps: nothing that is made in one knows another. */
  readonly segments: readonly Rows[];
  /** When each row was, on its clock. */
  readonly wall: Float64Array | undefined;
}

/** The columns of features, by name; NaN in rows in which one has no value. */
export function derivedColumns(
  features: readonly PlannedFeature[],
  functions: FeatureFunctions,
  {columns, rows, segments, wall}: Derivation,
): ReadonlyMap<string, Float64Array> {
  const made = new Map<string, Float64Array>();
  const none = new Float64Array();
  for (const {name, columns: own, uses, usesTime} of features) {
    const of = functions.get(name);
    if (!of) throw new Error(`the feature ${name} was not loaded`);
    const used = uses.map(column => made.get(column) ?? columns.get(column) ?? none);
    const all = own.map(() => new Float64Array(rows).fill(Number.NaN));
    for (const {begin, end} of segments.flatMap(segment => knownParts(used, segment))) {
      const given = {
        rows: end - begin,
        columns: used.map(values => values.subarray(begin, end)),
        wall: usesTime && wall ? wall.subarray(begin, end) : none,
      };
      of(given).forEach((values, output) => {
        all[output].set(values, begin);
      });
    }
    own.forEach((column, output) => {
      made.set(column, all[output]);
    });
  }
  return made;
}

/** The parts of some rows in which all columns have a value: a feature of a feature begins where that has one, and anew behind a hole. */
function knownParts(used: readonly Float64Array[], {begin, end}: Rows): readonly Rows[] {
  if (used.length === 0) return [{begin, end}];
  const parts: Rows[] = [];
  const isKnown = (row: number) => used.every(values => !Number.isNaN(values[row]));
  for (let row = begin; row < end; ) {
    while (row < end && !isKnown(row)) row++;
    const first = row;
    while (row < end && isKnown(row)) row++;
    if (row > first) parts.push({begin: first, end: row});
  }
  return parts;
}

/** Parts of series between gaps: `breaks` are rows with a gap before them. */
export function segmentsOf(series: readonly Rows[], breaks: readonly number[]): readonly Rows[] {
  return series.flatMap(({begin, end}) => {
    const starts = [begin, ...breaks.filter(row => row > begin && row < end)];
    return starts.map((start, index) => ({begin: start, end: starts[index + 1] ?? end}));
  });
}
