import {type EntryOf, kindOf, variants} from '../../../document/kind.js';
import type {Generator} from '../../../random/generator.js';
import {autoregressive} from './autoregressive.js';
import type {ComponentKind} from './component.js';
import {lorenz} from './lorenz.js';
import {mackeyGlass} from './mackey-glass.js';
import {noise} from './noise.js';
import {randomWalk} from './random-walk.js';
import {regimeSwitch} from './regime-switch.js';
import {season} from './season.js';
import {sine} from './sine.js';
import {threshold} from './threshold.js';
import {trend} from './trend.js';

/** Every kind of component there is. */
export const components = [
  sine,
  randomWalk,
  autoregressive,
  trend,
  season,
  noise,
  threshold,
  regimeSwitch,
  lorenz,
  mackeyGlass,
] as const;

export const componentSchema = variants(components);

export type ComponentEntry = EntryOf<(typeof components)[number]>;

/** The values of a component in rows 0 to rows - 1. */
export function componentValues(entry: ComponentEntry, rows: number, random: Generator): number[] {
  const value = kindOf<ComponentKind<ComponentEntry>>(components, entry).values(entry, random);
  return Array.from({length: rows}, (_, t) => value(t));
}
