import {groupBy} from '../../document/group-by.js';
import {squashes} from '../../model/activations/index.js';
import type {LayerStatement} from './statement.js';
import {areEnough, type GroupedTrials, median, type Seen, type SeenLayer} from './trial-groups.js';

/** A layer's pre-activations, or units, are said to saturate, or be dead, from this share on. */
const MANY = 0.25;
/** A gradient is said to vanish below this share of what it is at the other end. */
const HARDLY_ANY = 0.01;

/** In which layers how many trials of each group saturated, or lost their gradient: of each kind the layer in which most did. */
export function layerStatements(groups: readonly GroupedTrials[]): readonly LayerStatement[] {
  return groups.flatMap(own => [
    ...most(own, 'saturated', saturatedCourse, isMany),
    ...most(own, 'dead', ({dead}) => dead, isMany),
    ...most(own, 'vanishing', firstToLast, isHardlyAny),
    ...most(own, 'forgetting', firstToLastState, isHardlyAny),
  ]);
}

const isMany = (share: number) => share >= MANY;
const isHardlyAny = (ratio: number) => ratio < HARDLY_ANY;

/** What is seen of a layer, look by look. */
type Course = readonly (number | null)[] | undefined;

/** The statement about the layer in which most trials of a group have something in the end; none where no trial has. */
function most(
  {group, finished}: GroupedTrials,
  kind: LayerStatement['kind'],
  courseOf: (layer: SeenLayer, seen: Seen) => Course,
  isSo: (number: number) => boolean,
): LayerStatement[] {
  const found = finished.flatMap(({diagnostics: {seen}}) => {
    const told = (seen?.layers ?? []).flatMap(layer => {
      const course = seen && courseOf(layer, seen);
      const last = course?.at(-1) ?? null;
      if (!course || last === null || !isSo(last)) return [];
      const since = course.findLastIndex(one => one === null || !isSo(one)) + 1;
      return [{layer: layer.name, number: last, fromEpoch: seen.after_epochs[since]}];
    });
    // Of two layers of one name the first one tells.
    return [...groupBy(told, ({layer}) => layer).values()].map(([first]) => first);
  });
  const [first] = [...groupBy(found, ({layer}) => layer)].toSorted(([, a], [, b]) => b.length - a.length);
  if (!first || !areEnough(first[1].length, finished.length)) return [];
  const [layer, trials] = first;
  return [
    {
      kind,
      group,
      layer,
      trials: trials.length,
      of: finished.length,
      number: median(trials.map(({number}) => number)),
      fromEpoch: median(trials.map(({fromEpoch}) => fromEpoch)),
    },
  ];
}

/** Half of what a relu gets is where it is flat, and that is well: only what saturates on both sides is squashed. */
function saturatedCourse({activation, saturated}: SeenLayer): Course {
  return squashes(activation) ? saturated : undefined;
}

/** The gradient norm of the first layer as a share of the last one's. */
function firstToLast(layer: SeenLayer, {layers}: Seen): Course {
  const last = layers.at(-1);
  return layer === layers[0] && last && last !== layer ? ratios(layer.gradient_norm, last.gradient_norm) : undefined;
}

/** The gradient that reaches a recurrent layer's first state as a share of what reaches its last one. */
function firstToLastState({first_state, last_state}: SeenLayer): Course {
  return first_state && last_state && ratios(first_state, last_state);
}

function ratios(one: readonly (number | null)[], other: readonly (number | null)[]): Course {
  return one.map((value, at) => {
    const by = other[at] ?? null;
    return value === null || by === null || by === 0 ? null : value / by;
  });
}
