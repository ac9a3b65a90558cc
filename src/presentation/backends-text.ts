import type {Backend, BackendStatus} from '../engine/backends/backend.js';
import type {ProbeAnswer} from '../engine/backends/probe.js';
import {fittedTable, left} from './fitted-table.js';
import type {Screen} from './screen.js';

/** A backend, what is known of it, and what it answered when it was tried. */
export interface TriedBackend {
  readonly backend: Backend;
  readonly status: BackendStatus;
  readonly answer: ProbeAnswer | undefined;
}

/** Each backend: works or not, its version, why not and what to do. */
export function backendsText(tried: readonly TriedBackend[], screen: Screen): string {
  const {style} = screen;
  const rows = tried.map(({backend, status, answer}) => {
    if (!status.works) return [backend.name, style.yellow('no'), '', `${status.reason}; ${status.remedy}`];
    const note = status.note ? `; ${status.note}` : '';
    if (answer?.works) return [backend.name, style.green('works'), status.version, `${backend.description}${note}`];
    return [backend.name, style.red('broken'), status.version, answer?.reason ?? 'not tried'];
  });
  return `${fittedTable(['backend', '', 'version', ''].map(left), rows, screen)}\n`;
}
