import type {Markup} from '../markup.js';
import type {ReportRun} from './report-run.js';

/** A part of a report about one run; a new one is a file in sections/ and a line in its index. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** Its content; undefined where the run has nothing to show in it. */
  render(run: ReportRun): Markup | undefined;
}
