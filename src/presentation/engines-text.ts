import type {EngineName} from '../training/result.js';
import {counted} from './number.js';

/** The engines of combinations: by name, and where they differ of how many combinations. */
export function enginesText(engines: readonly EngineName[]): string {
  const counts = new Map<EngineName, number>();
  for (const engine of engines) counts.set(engine, (counts.get(engine) ?? 0) + 1);
  if (counts.size === 1) return engines[0];
  return [...counts].map(([engine, count]) => `${engine} for ${counted(count, 'combination')}`).join(' and ');
}

/** What was chosen, and why where there was a choice. */
export function withReason(what: string, reason: string | null | undefined): string {
  return reason ? `${what} (${reason})` : what;
}
