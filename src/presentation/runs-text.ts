import {existsSync} from 'node:fs';
import type {RunChanges} from '../results/diff/manifest-changes.js';
import type {OtherRun} from '../results/found-run.js';
import {changeText, dataText} from './diff-text.js';
import {grouped} from './number.js';
import {runText} from './run-name.js';

const MOST_RUNS = 5;
const MOST_CHANGES = 4;

/** The runs of a name that aren't the one that was asked for, and what differs, from each to the file. */
export function otherRunsText(file: string, others: readonly OtherRun[], now: Date): string {
  if (others.length === 0)
    return existsSync(file) ? `tfsweep run ${file} trains it` : 'there is none of its name at all';
  const lines = others.slice(0, MOST_RUNS).map(other => `    ${runText(other.manifest, now)}${differsText(other)}`);
  const more = others.length > MOST_RUNS ? [`    and ${grouped(others.length - MOST_RUNS)} older ones`] : [];
  return ['of its name there are these; name one by its id, or train the file', ...lines, ...more].join('\n');
}

function differsText(other: OtherRun): string {
  const text = changesText(other.changes(), MOST_CHANGES);
  return text === '' ? '' : `: ${text}`;
}

/** What makes a run another one, the first few of it; '' where nothing does. */
export function changesText({experiment, toolchain, data}: RunChanges, most: number): string {
  const texts = [...[...experiment, ...toolchain].map(changeText), ...data.map(dataText)];
  const more = texts.length > most ? [`${texts.length - most} more`] : [];
  return [...texts.slice(0, most), ...more].join('; ');
}
