import {diffMarkdown, diffText, summaryText} from '../../presentation/diff-text.js';
import {jsonText} from '../../presentation/json-text.js';
import {diffedMetrics, diffRuns} from '../../results/diff/diff-runs.js';
import {parseTolerance, type Tolerance} from '../../results/diff/tolerance.js';
import {ciFor} from '../ci.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {knownMetric, metricOfRuns} from '../known-metric.js';
import {known, listed} from '../options.js';
import {runOrThrow, tellShown} from '../runs.js';
import {outScreen, writeOut, writeText} from '../streams.js';

export interface DiffCommandOptions {
  readonly metric?: readonly string[];
  readonly tolerance?: readonly string[];
  readonly format: string;
  readonly ci?: boolean;
  readonly out: string;
}

const FORMATS = ['text', 'md', 'json'] as const;
const MOST_ROWS = 200;

/** Shows what changed from one run to another; ends with 1 where that is more than noise or tolerance. */
export async function diff(old: string, now: string, options: DiffCommandOptions): Promise<ExitCode> {
  const format = known('format', options.format, FORMATS);
  const tolerances = (options.tolerance ?? []).map(toleranceOrThrow);
  const [before, after] = [await runOrThrow(old, options.out), await runOrThrow(now, options.out)];
  tellShown(before);
  tellShown(after);
  const asked = options.metric?.flatMap(listed).map(name => metricOfRuns(name, before, after));
  const metrics = diffedMetrics(before, after, asked, tolerances);
  const result = diffRuns(before, after, {metrics, tolerances});
  const ci = ciFor(options.ci);
  ci.summarize(() => diffMarkdown(result));
  if (result.differs) ci.annotate({level: 'warning', title: result.now.name, message: summaryText(result)});
  switch (format) {
    case 'text':
      writeText(diffText(result, outScreen().style, {width: outScreen().width, rows: MOST_ROWS}));
      break;
    case 'md':
      writeOut(diffMarkdown(result));
      break;
    case 'json':
      writeOut(jsonText(result));
      break;
  }
  return result.differs ? EXIT.no : EXIT.fine;
}

function toleranceOrThrow(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (!tolerance)
    throw new InputError(
      `'${text}' is no tolerance`,
      "test_rmse=0.5 in the metric's units, test_rmse=1% of the old value, 'test_rmse=0.5|1%' for either, 1% for every metric",
    );
  if (tolerance.metric !== null) knownMetric(tolerance.metric);
  return tolerance;
}
