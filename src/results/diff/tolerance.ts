/** How far a metric may be from its old value: in its own units, as a share of the old value, or either. */
export interface Tolerance {
  /** null: every metric that has none of its own. */
  readonly metric: string | null;
  readonly absolute: number | null;
  readonly relative: number | null;
}

/** Reads `test_rmse=0.5`, `test_rmse=1%`, `test_rmse=0.5|1%` or, for every metric, `1%`; undefined for anything else. */
export function parseTolerance(text: string): Tolerance | undefined {
  const [, metric, limits] = /^(?:([A-Za-z_]\w*)\s*=)?([^=]+)$/.exec(text.trim()) ?? [];
  const parts = limits?.split('|').map(part => /^(\d*\.?\d+(?:[eE][+-]?\d+)?)\s*(%?)$/.exec(part.trim()));
  if (!parts || parts.length > 2) return undefined;
  let absolute: number | null = null;
  let relative: number | null = null;
  for (const part of parts) {
    if (!part) return undefined;
    if (part[2] === '%' && relative === null) relative = Number(part[1]) / 100;
    else if (part[2] === '' && absolute === null) absolute = Number(part[1]);
    else return undefined;
  }
  return {metric: metric ?? null, absolute, relative};
}

/** Whether a change is no larger than tolerated, absolutely or relative to the old value. */
export function isWithin({absolute, relative}: Tolerance, old: number, now: number): boolean {
  const change = Math.abs(now - old);
  return (absolute !== null && change <= absolute) || (relative !== null && change <= relative * Math.abs(old));
}

/** The tolerance that counts for a metric: its own before that for all. */
export function toleranceOf(metric: string, tolerances: readonly Tolerance[]): Tolerance | undefined {
  return tolerances.find(one => one.metric === metric) ?? tolerances.find(one => one.metric === null);
}
