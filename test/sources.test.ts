// What sources give, and the components of synthetic ones, against NumPy and statsmodels.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {type ComponentEntry, componentValues} from '../src/data/1-source/components/index.js';
import {dataSchema, loadSource} from '../src/data/1-source/index.js';
import {compiledSchema, DOCUMENTS} from '../src/document/compiled-schema.js';
import {validatorOf} from '../src/document/validator.js';
import {surroundingsOf} from '../src/files/surroundings.js';
import {generator} from '../src/random/generator.js';
import {close, nowhere} from './numbers.js';
import {references} from './references.js';
import {Rig} from './rig.js';
import {autocorrelation, mean} from './series.js';

const rig = new Rig();

interface SourceCase {
  readonly entry: unknown;
  /** What its file holds: a text, or bytes in base 64. */
  readonly file?: string;
  readonly bytes?: string;
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

const completed = validatorOf(() => compiledSchema(DOCUMENTS, dataSchema));

for (const {entry, file = '', bytes, columns} of references<SourceCase>('sources'))
  test(`${JSON.stringify(entry)} gives the columns of the reference`, async () => {
    const validated = completed(structuredClone(entry));
    if ('mistakes' in validated) throw new Error(JSON.stringify(validated.mistakes));
    // Every source but the inline ones finds the same file.
    writeFileSync(join(rig.folder, 'data'), bytes === undefined ? file : Buffer.from(bytes, 'base64'));
    const table = await loadSource(validated.document, {
      ...surroundingsOf(rig.folder),
      seed: 1,
      place: nowhere,
    });
    if (!table.ok) throw new Error(table.problems.map(({message}) => message).join());
    assert.equal(table.value.names, Object.keys(columns));
    Object.values(columns).forEach((expected, position) => {
      const read = table.value.numbers(position);
      if (!read.ok) throw new Error('a column is no numbers');
      const isMissing = (value: number | null) => value === null || Number.isNaN(value);
      assert.equal([...read.value].map(isMissing), expected.map(isMissing));
      close(
        read.value.map(value => (Number.isNaN(value) ? 0 : value)),
        expected.map(value => value ?? 0),
        1e-14,
        table.value.names[position],
      );
    });
  });

/** Of components that draw, the moments and autocorrelations of their values or of the differences of those. */
type ComponentCase = {readonly entry: ComponentEntry} & (
  | {readonly values: readonly number[]}
  | {
      readonly differences: number;
      readonly mean: number;
      readonly deviation: number;
      readonly correlations: readonly number[];
    }
);

for (const one of references<ComponentCase>('components'))
  test(`${JSON.stringify(one.entry)} gives the values of the reference`, () => {
    if ('values' in one) {
      const values = componentValues(one.entry, one.values.length, generator(1, 'test'));
      close(values, one.values, 1e-14, one.entry.type);
      return;
    }
    const rows = 50_000;
    let values = componentValues(one.entry, rows, generator(5, 'test'));
    for (let order = 0; order < one.differences; order++)
      values = values.slice(1).map((value, row) => value - values[row]);
    const centre = mean(values);
    const deviation = Math.sqrt(mean(values.map(value => (value - centre) * (value - centre))));
    // Five times what the moments of that many independent numbers are uncertain by; correlated ones tell less.
    const uncertain = (5 * (one.correlations[0] > 0 ? 4 : 1)) / Math.sqrt(rows);
    assert.ok(Math.abs(centre - one.mean) < uncertain * one.deviation, `mean ${centre}`);
    assert.ok(Math.abs(deviation / one.deviation - 1) < uncertain, `deviation ${deviation}`);
    one.correlations.forEach((expected, at) => {
      const found = autocorrelation(values, at + 1);
      assert.ok(Math.abs(found - expected) < uncertain, `autocorrelation of lag ${at + 1}: ${found}`);
    });
    assert.equal(
      componentValues(one.entry, 50, generator(5, 'test')),
      componentValues(one.entry, 50, generator(5, 'test')),
    );
    assert.not.equal(
      componentValues(one.entry, 50, generator(6, 'test')),
      componentValues(one.entry, 50, generator(5, 'test')),
    );
  });

test.after(() => rig.remove());
test.run();
