// Resampling and gaps: the numbers of pandas; windows that span no gap.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {windowsOf} from '../src/data/8-windows/windows.js';
import {loadFile} from './loaded-file.js';
import {fixture} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

interface Table {
  readonly times: readonly string[];
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

interface Case {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly table: Table;
  readonly result: Table;
}

function csv({times, columns}: Table): string {
  const rows = times.map((time, row) => [time, ...Object.values(columns).map(values => values[row] ?? '')].join(','));
  return `${['time', ...Object.keys(columns)].join(',')}\n${rows.join('\n')}\n`;
}

async function isResult(table: Table, keys: Readonly<Record<string, unknown>>, result: Table): Promise<void> {
  const loaded = await loadFile(csv(table), {time: 'time', ...keys});
  if ('problems' in loaded) throw new Error(loaded.problems.map(({message}) => message).join());
  const written = (loaded.time ?? []).map(time =>
    Date.parse(`${time.replace(' ', 'T')}${time.length > 10 ? 'Z' : ''}`),
  );
  assert.equal(
    written,
    result.times.map(time => Date.parse(`${time}Z`)),
  );
  for (const [name, values] of Object.entries(result.columns))
    values.forEach((value, row) => {
      const own = loaded.columns[name][row];
      if (value === null || own === null) assert.is(own, value, `${name} in row ${row}`);
      else assert.ok(Math.abs(own - value) < 1e-9, `${name} in row ${row}: ${own} for ${value}`);
    });
}

for (const {keys, table, result} of fixture<Case>('pandas-resampled'))
  test(`${JSON.stringify(keys)} of ${table.times[0]}, ${table.times[1]}, ... gives what pandas gives`, () =>
    isResult(table, keys, result));

test('gaps that are longer than maxGap stay', async () => {
  const loaded = await loadFile('time,a\n2024-01-01,1\n2024-01-03,3\n2024-01-09,9\n2024-01-10,10\n2024-01-11,11\n', {
    time: 'time',
    gaps: 'forward-fill',
    maxGap: '3d',
  });
  assert.equal('columns' in loaded && loaded.columns, {a: [1, 1, 3, 9, 10, 11]});
});

test('candles are known by their names, in other languages too', async () => {
  const rows = ['2024-01-01 09:00,1,5,0.5,2,10', '2024-01-01 10:00,2,6,1,3,20', '2024-01-02 09:00,3,7,2,4,30'];
  for (const names of [
    '始値,高値,安値,終値,出来高',
    'O,H,L,C,V',
    '<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
    'Eröffnung,Hoch,Tief,Schluss,Volumen',
  ]) {
    const loaded = await loadFile(`t,${names}\n${rows.join('\n')}\n`, {time: 't', resample: '1d'});
    assert.equal(
      'columns' in loaded && Object.values(loaded.columns),
      [
        [1, 3],
        [6, 7],
        [0.5, 2],
        [3, 4],
        [30, 30],
      ],
      names,
    );
  }
});

test('days of a zone begin at its midnight, also where the clock changes', async () => {
  const loaded = await loadFile(
    'time,a\n2024-03-30 23:30,1\n2024-03-31 00:30,2\n2024-03-31 23:30,3\n2024-04-01 00:30,4\n',
    {time: 'time', timeZone: 'Europe/Berlin', resample: {every: '1d', how: 'sum'}},
  );
  assert.equal('columns' in loaded && loaded.columns, {a: [1, 5, 4]});
  assert.equal('columns' in loaded && loaded.time, ['2024-03-30', '2024-03-31', '2024-04-01']);
});

test('days of a zone have no gaps where its clock changes', async () => {
  const days = Array.from({length: 60}, (_, index) =>
    new Date(Date.UTC(2020, 9, 5 + index)).toISOString().slice(0, 10),
  );
  const hours = days.flatMap(date => [0, 4, 8, 12, 16, 20].map(hour => `${date} ${String(hour).padStart(2, '0')}:00`));
  for (const zone of ['Europe/Berlin', 'America/New_York'])
    for (const [times, keys] of [
      [days, {}],
      [hours, {}],
      [hours, {resample: '1d'}],
      [days, {resample: '1mo'}],
    ] as const) {
      const text = `time,a\n${times.map((time, row) => `${time},${row}\n`).join('')}`;
      const asked = {time: 'time', timeZone: zone, ...keys};
      const [keep, filled, dropped] = [
        await loadFile(text, asked),
        await loadFile(text, {...asked, gaps: 'forward-fill'}),
        await loadFile(text, {...asked, gaps: 'drop-windows'}),
      ];
      if ('problems' in keep || 'problems' in filled || 'problems' in dropped) throw new Error('it was refused');
      assert.equal(filled.columns, keep.columns, `${zone} ${JSON.stringify(keys)}`);
      assert.equal(
        dropped.notes.filter(note => note.includes('gap')),
        [],
      );
    }
});

test('an hour that comes twice lies in one day and in one half of a day', async () => {
  const text =
    'time,a\n2020-10-25 00:30,1\n2020-10-25 01:30,2\n2020-10-25 02:30,3\n2020-10-25 02:30,4\n2020-10-25 03:30,5\n';
  const sums = async (zone: string, every: string) => {
    const loaded = await loadFile(text, {time: 'time', timeZone: zone, resample: {every, how: 'sum'}});
    return 'columns' in loaded ? loaded.columns.a : loaded.problems;
  };
  assert.equal(await sums('Europe/Berlin', '2h'), [3, 12]);
  assert.equal(await sums('Europe/Berlin', '1h'), [1, 2, 3, 4, 5]);
  // On the Azores midnight comes twice.
  const azores = text.replaceAll(
    /2020-10-25 0(\d):30/g,
    (_, hour) => `2020-10-25 0${Math.max(0, Number(hour) - 2)}:30`,
  );
  const loaded = await loadFile(azores.replace('0,1\n2020-10-25 00:30,2\n', '0,3\n'), {
    time: 'time',
    timeZone: 'Atlantic/Azores',
    duplicates: 'last',
    resample: {every: '1d', how: 'sum'},
  });
  assert.equal('columns' in loaded && loaded.columns.a.length, 1);
});

test('what is a close or a volume beside candles is taken as one', async () => {
  const rows = ['2024-01-01 09:00,1,5,0.5,20,2,10,7', '2024-01-01 10:00,2,6,1,30,3,20,8'];
  const loaded = await loadFile(`t,Open,High,Low,Adj Close,Close,Volume BTC,Volume USD\n${rows.join('\n')}\n`, {
    time: 't',
    resample: '1d',
  });
  assert.equal('columns' in loaded && Object.values(loaded.columns), [[1], [6], [0.5], [30], [3], [30], [15]]);
});

test('no window spans a break', () => {
  const boundaries = {train: {begin: 0, end: 30}, validation: {begin: 30, end: 40}, test: {begin: 40, end: 50}};
  const entry = {length: 3, horizon: 2, steps: 1, stride: 1, samplingRate: 1, lookBack: true};
  const breaks = [7, 8, 33];
  const whole = windowsOf([boundaries], entry);
  const {starts, targetOffsets} = windowsOf([boundaries], entry, breaks);
  for (const split of ['train', 'validation', 'test'] as const) {
    const spans = (start: number) => breaks.some(row => row > start && row <= start + targetOffsets[0]);
    assert.equal(
      [...starts[split]],
      [...whole.starts[split]].filter(start => !spans(start)),
    );
  }
  assert.ok(starts.train.length < whole.starts.train.length);
});

const rig = new Rig();

test('data tells of irregular steps; drop-windows leaves windows out, in all engines alike', async () => {
  const day = (index: number) =>
    new Date(Date.UTC(2020, 0, 1 + index + (index > 40 ? 5 : 0))).toISOString().slice(0, 10);
  const rows = Array.from({length: 100}, (_, index) => `${day(index)},${Math.sin(index / 3)}`);
  rig.write('gap.csv', `date,a\n${rows.join('\n')}\n`);
  const experiment = (keys: Readonly<Record<string, unknown>>) =>
    smallExperiment({
      data: {type: 'csv', path: 'gap.csv', time: 'date', ...keys},
      window: {length: 4},
      training: {epochs: 2},
    });
  rig.write('keep.yaml', experiment({}));
  const keep = await rig.tfsweep(['data', 'keep.yaml']);
  assert.match(
    keep.stdout,
    /step 1 day; 1 of 99 steps are longer, the longest 6 days: rows 40 to 41, 2020-02-10 to 2020-02-16/,
  );
  assert.match(keep.stdout, /train, 66 /);
  rig.write('drop.yaml', experiment({gaps: 'drop-windows'}));
  const drop = await rig.tfsweep(['data', 'drop.yaml']);
  assert.match(drop.stdout, /no window spans the gap/);
  assert.match(drop.stdout, /train, 62 /);
  const compiled = await rig.tfsweep(['run', 'drop.yaml', '--out', 'compiled', '--json']);
  const eager = await rig.tfsweep(['run', 'drop.yaml', '--out', 'eager', '--engine', 'eager', '--json']);
  const errors = ({stdout}: {stdout: string}) =>
    JSON.parse(stdout).table.rows.map((row: {metrics: {test_rmse: {mean: number}}}) => row.metrics.test_rmse.mean);
  const [first, second] = [errors(compiled), errors(eager)];
  first.forEach((error: number, index: number) => {
    assert.ok(Math.abs(error / second[index] - 1) < 1e-4);
  });
  rig.write('none.yaml', experiment({gaps: 'drop-windows', maxGap: '1min'}));
  assert.match(
    (await rig.tfsweep(['check', 'none.yaml'])).stderr,
    /no window fits into the splits train, validation and test between its gaps/,
  );
  rig.write('wrong.yaml', experiment({resample: '1 day'}));
  assert.match((await rig.tfsweep(['check', 'wrong.yaml'])).stderr, /30min, 1d, 1mo/);
});

test.after(() => rig.remove());
test.run();
