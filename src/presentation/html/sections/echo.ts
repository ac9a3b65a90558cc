import {groupBy} from '../../../document/group-by.js';
import {parameterValue} from '../../../document/parameter-value.js';
import {type GroupedTrials, groupedTrials, medianOfKnown} from '../../../results/verdict/trial-groups.js';
import {markup} from '../../markup.js';
import {counted, grouped, percent, shortNumber} from '../../number.js';
import {countColumn, identityColumn, plainCell, type Sheet} from '../../sheet/sheet.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';

/** How much forecasts are only the last known value, late. */
export const echo: Section = {
  id: 'echo',
  title: 'Echo or forecast',
  render({results}) {
    const groups = groupedTrials(results).filter(({finished}) => finished.some(({diagnostics}) => diagnostics.echo));
    if (groups.length === 0) return undefined;
    return markup`<p class="note">A forecast that only repeats the last known value follows the series, late: it fits the truth of some rows before better than its own. What most trials' forecasts fit best, and medians over the trials, of the first step on the test rows, in the target's own units.</p>
${plainTable(echoSheet(groups), 'What forecasts fit best')}`;
  },
};

/** The number that most of some numbers are, the least of several such, and how many are. */
function commonest(numbers: readonly number[]): readonly [number: number, count: number] {
  const sorted = [...groupBy(numbers, number => number)].toSorted(([a, as], [b, bs]) => bs.length - as.length || a - b);
  return [sorted[0][0], sorted[0][1].length];
}

function echoSheet(groups: readonly GroupedTrials[]): Sheet {
  return {
    columns: [
      identityColumn(groups[0].group.parameter ?? 'trials'),
      countColumn('fits best'),
      countColumn('trials that do'),
      countColumn('error to its own row'),
      countColumn('error to the best'),
      countColumn('explained by the last value'),
    ],
    rows: groups.map(({group, finished}) => {
      const all = finished.flatMap(({diagnostics}) => diagnostics.echo ?? []);
      const [lag, same] = commonest(all.map(own => own.lag));
      const explained = medianOfKnown(all.map(own => own.explained));
      return {
        cells: [
          group.parameter === null ? 'all' : parameterValue(group.value),
          lag === 0 ? 'its own row' : `${counted(lag, 'row')} before`,
          `${grouped(same)} of ${grouped(all.length)}`,
          shortNumber(medianOfKnown(all.map(own => own.error))),
          shortNumber(medianOfKnown(all.map(own => own.error_at_lag))),
          explained === null ? '' : percent(explained),
        ].map(plainCell),
      };
    }),
    notes: [],
  };
}
