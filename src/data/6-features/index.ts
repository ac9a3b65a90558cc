import {type EntryOf, kindOf, variants} from '../../document/kind.js';
import {atr} from './atr.js';
import {bollinger} from './bollinger.js';
import {calendar} from './calendar.js';
import {candle} from './candle.js';
import {difference} from './difference.js';
import {ema} from './ema.js';
import {ewm} from './ewm.js';
import {expanding} from './expanding.js';
import {expression} from './expression.js';
import type {FeatureKind} from './feature.js';
import {lag} from './lag.js';
import {logReturn} from './log-return.js';
import {macd} from './macd.js';
import {obv} from './obv.js';
import {percentChange} from './percent-change.js';
import {rolling} from './rolling.js';
import {rsi} from './rsi.js';
import {sma} from './sma.js';
import {stochastic} from './stochastic.js';

/** Every kind of feature there is. */
export const features = [
  difference,
  logReturn,
  percentChange,
  lag,
  rolling,
  ewm,
  expanding,
  calendar,
  candle,
  expression,
  sma,
  ema,
  rsi,
  macd,
  bollinger,
  atr,
  stochastic,
  obv,
] as const;

/** `features`: columns that are made of others, by name. */
export const featuresSchema = {
  type: 'object',
  propertyNames: {pattern: '^[A-Za-z_][A-Za-z0-9_-]*$'},
  additionalProperties: {...variants(features), shorthand: {key: 'formula', type: 'expression'}},
} as const;

export type FeatureEntry = EntryOf<(typeof features)[number]>;

/** Features by their names, in the order in which they are written: one may use those before it. */
export type FeaturesEntry = {readonly [name: string]: FeatureEntry};

/** The kind of a feature's entry. */
export function featureKindOf(entry: FeatureEntry): FeatureKind<FeatureEntry> {
  return kindOf<FeatureKind<FeatureEntry>>(features, entry);
}
