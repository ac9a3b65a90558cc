import {parameterValue} from '../../../document/parameter-value.js';
import {type GroupedTrials, groupedTrials, median} from '../../../results/verdict/trial-groups.js';
import {markup} from '../../markup.js';
import {counted, grouped, percent, shortNumber} from '../../number.js';
import {plainCell, type Sheet} from '../../sheet/sheet.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';

/** How much forecasts are only the last known value, late. */
export const echo: Section = {
  id: 'echo',
  title: 'Echo or forecast',
  render({results}) {
    const groups = groupedTrials(results).filter(({finished}) => finished.some(({diagnostics}) => diagnostics.echo));
    if (groups.length === 0) return undefined;
    return markup`<p class="note">A forecast that only repeats the last known value follows the series, late: it fits the truth of some rows before better than its own. Medians over the trials, of the first step on the test rows, in the target's own units.</p>
${plainTable(echoSheet(groups), 'What forecasts fit best')}`;
  },
};

function echoSheet(groups: readonly GroupedTrials[]): Sheet {
  const right = (name: string) => ({name, align: 'right', role: 'count', fields: [name]}) as const;
  return {
    columns: [
      {name: groups[0].group.parameter ?? 'trials', align: 'left', role: 'identity', fields: ['group']},
      right('fits best'),
      right('trials that do'),
      right('error to its own row'),
      right('error to the best'),
      right('explained by the last value'),
    ],
    rows: groups.map(({group, finished}) => {
      const all = finished.flatMap(({diagnostics}) => diagnostics.echo ?? []);
      const lag = median(all.map(own => own.lag));
      const numbers = (of: (own: (typeof all)[number]) => number | null) => {
        const known = all.flatMap(own => of(own) ?? []);
        return known.length === 0 ? null : median(known);
      };
      const explained = numbers(own => own.explained);
      return {
        cells: [
          group.parameter === null ? 'all' : parameterValue(group.value),
          lag === 0 ? 'its own row' : `${counted(Math.round(lag), 'row')} before`,
          `${grouped(all.filter(own => own.lag === Math.round(lag)).length)} of ${grouped(all.length)}`,
          shortNumber(numbers(own => own.error)),
          shortNumber(numbers(own => own.error_at_lag)),
          explained === null ? '' : percent(explained),
        ].map(plainCell),
      };
    }),
    notes: [],
  };
}
