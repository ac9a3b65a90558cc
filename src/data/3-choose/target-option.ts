import {objectSchema, optional, type Static} from '../../document/json-schema.js';
import {type TransformName, transformName, transforms} from '../7-standardize/transforms/index.js';
import {columnOption} from './column-options.js';

const FORMULAS = transforms.map(({name, formula}) => `${name} (${formula})`).join(', ');

/** A target with how it is told. */
const transformedTarget = objectSchema({
  column: optional({...columnOption, description: 'The column to forecast. Without it: the only column.'}),
  // A default below alternatives is filled in by nobody.
  transform: optional({
    ...transformName,
    description: `What the network learns to forecast, told from the last value that a window knows: ${FORMULAS}. Metrics and forecasts are in the column's own units again. none where it is left out.`,
  }),
});

/** `data.target`, an option of every source. */
export const targetOption = optional({
  alsoCalled: {others: ['y', 'label', 'labels', 'output', 'target_column', 'targets']},
  oneOf: [
    ...columnOption.oneOf,
    transformedTarget,
    {type: 'array', minItems: 1, uniqueItems: true, items: {oneOf: [...columnOption.oneOf, transformedTarget]}},
  ],
  description:
    'The column to forecast, or several: target: close, target: [low, high]. With a transform: {column: close, transform: log-return}. Without it: the only column.',
});

export type TargetEntry = Static<typeof targetOption>;

/** One of the columns to forecast, and where it is written in the entry. */
interface WantedTarget {
  /** By name or counted from 0; undefined for the only one. */
  readonly column: string | number | undefined;
  readonly transform: TransformName;
  readonly path: readonly (string | number)[];
}

/** The columns that an entry wants to be forecast; without an entry the only one. */
export function wantedTargets(entry: TargetEntry | undefined): readonly WantedTarget[] {
  if (entry === undefined) return [{column: undefined, transform: 'none', path: []}];
  if (isSeveral(entry)) return entry.map((one, index) => wantedTarget(one, [index]));
  return [wantedTarget(entry, [])];
}

type SingleTarget = Exclude<TargetEntry, readonly unknown[]>;

function isSeveral(entry: TargetEntry): entry is Extract<TargetEntry, readonly unknown[]> {
  return Array.isArray(entry);
}

function wantedTarget(entry: SingleTarget, path: readonly (string | number)[]): WantedTarget {
  if (typeof entry !== 'object') return {column: entry, transform: 'none', path};
  return {
    column: entry.column,
    transform: entry.transform ?? 'none',
    path: entry.column === undefined ? path : [...path, 'column'],
  };
}
