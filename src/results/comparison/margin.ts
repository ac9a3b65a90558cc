import {hasNaturalZero} from '../../experiment/table-metrics.js';
import type {Manifest} from '../../run/records/manifest.js';
import type {Summary} from '../statistics/summary.js';

type Asked = Manifest['comparison'];

/** The size that a share of a mean is of; null where a share says nothing: the mean is near 0, or the metric has no 0. */
export function shareBase(metric: string, {mean, deviation}: Summary): number | null {
  if (mean === null || mean === 0 || !hasNaturalZero(metric)) return null;
  return Math.abs(mean) > (deviation ?? 0) ? Math.abs(mean) : null;
}

/**
 * A lead that doesn't matter, in the metric's units: a share of the worse mean, 1 % unless the experiment says otherwise, or
 * a number of the metric that it asks for. r2 is a share itself: of it, 1 % is 0.01. Null where a share says nothing.
 */
export function marginOf(asked: Asked, metric: string, worse: Summary): number | null {
  const margin = asked?.margin ?? '1%';
  if (typeof margin === 'number' && asked?.metric === metric) return margin;
  const share = typeof margin === 'number' ? 0.01 : Number.parseFloat(margin) / 100;
  if (!hasNaturalZero(metric)) return share;
  const base = shareBase(metric, worse);
  return base === null ? null : share * base;
}
