import {baselineMean} from '../baselines-table.js';
import {metricOf} from '../metric-path.js';
import {combinationsByTrial, type RunResults} from '../run-results.js';
import type {EchoStatement} from './statement.js';
import {areEnough, type FinishedTrial, type GroupedTrials, median} from './trial-groups.js';

/** An echo is nearer to the last known value than to the truth by this factor at least, and not better than repeating it by more than this. */
const NEARER = 0.8;
const NO_BETTER = 0.99;
/** What is much worse than repeating is something else, only late. */
const NOT_WORSE = 1.25;

/** How many trials of each group forecast the last known value, late. */
export function echoStatements(results: RunResults, groups: readonly GroupedTrials[]): readonly EchoStatement[] {
  return groups.flatMap(({group, finished}): EchoStatement[] => {
    const echoes = finished.flatMap(trial => echoIn(trial, results) ?? []);
    if (!areEnough(echoes.length, finished.length)) return [];
    return [
      {
        kind: 'echo',
        group,
        trials: echoes.length,
        of: finished.length,
        ahead: echoes[0].ahead,
        ratio: median(echoes.map(({ratio}) => ratio)),
        againstNaive: median(echoes.map(({againstNaive}) => againstNaive)),
      },
    ];
  });
}

function echoIn(trial: FinishedTrial, results: RunResults) {
  const {echo} = trial.diagnostics;
  if (!echo || echo.error === null || echo.error_at_lag === null) return undefined;
  // What it was found in: the first target, or its first step.
  const [target] = Object.keys(trial.targets?.test ?? {});
  const metric = target === undefined ? (trial.steps ? 'test_rmse@1' : 'test_rmse') : `test_rmse@${target}`;
  const naive = baselineMean(results, 'naive', metric, [combinationsByTrial(results).get(trial.id)?.parameters ?? {}]);
  const own = metricOf(trial, metric);
  if (naive === null || naive === 0 || own === null) return undefined;
  const isEcho =
    echo.lag === echo.ahead &&
    echo.error_at_lag < NEARER * echo.error &&
    own > NO_BETTER * naive &&
    own < NOT_WORSE * naive;
  // A forecast that is the last value itself is nearer to it by any factor.
  const ratio = echo.error / Math.max(echo.error_at_lag, 1e-3 * echo.error);
  return isEcho ? {ahead: echo.ahead, ratio, againstNaive: own / naive} : undefined;
}
