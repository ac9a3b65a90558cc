// The filter above a report's tables: what is a condition, what a word, and how far a value goes.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {keeps, parseFilter} from '../src/presentation/html/filter-text.js';
import type {SortableRow} from '../src/presentation/html/sortable-rows.js';

const columns = ['opt', 'lr', 'status'].map(name => ({name, align: 'left', role: 'identity'}) as const);
const OPTIMIZERS = [
  'slow one',
  'quick > all',
  'it\'s "q"',
  '日本 語',
  '{type: adam, learningRate: 0.01}',
  'adam',
  '[a, b]',
];
const rows = OPTIMIZERS.flatMap(opt =>
  [0.001, 0.00100000000001].map((lr): SortableRow => {
    const status = lr === 0.001 ? 'finished' : 'failed';
    return {texts: [opt, String(lr), status === 'failed' ? 'failed: too large' : status], values: [opt, lr, status]};
  }),
);
const kept = (text: string) => {
  const filter = parseFilter(text, {columns, rows});
  return rows.filter(row => keeps(filter, row)).length;
};

for (const value of OPTIMIZERS)
  test(`a value goes as far as a row has it: ${value}`, () => {
    for (const written of [value, `"${value}"`, `'${value}'`])
      for (const text of [`opt=${written}`, `opt == ${written}`, `  opt= ${written} `]) {
        assert.is(kept(text), 2, text);
        assert.is(kept(text.replace('=', '!=').replace('!==', '!=')), rows.length - 2, text);
        assert.is(kept(`${text} lr<=0.001`), 1, text);
        assert.is(kept(`lr<=0.001 ${text}`), 1, text);
        assert.is(kept(`failed ${text}`), 1, text);
        assert.is(kept(`${text} failed`), 1, text);
      }
  });

test('a value that no row has ends with its quotes, its brackets, or as a word', () => {
  const none = ['{type: sgd, learningRate: [1, 2]}', '"slow two"', "'a b'", '[flatten, {type: dense}]', 'x'];
  for (const value of none) {
    assert.is(kept(`opt=${value}`), 0, value);
    assert.is(kept(`opt!=${value}`), rows.length, value);
    assert.is(kept(`opt!=${value} failed`), rows.length / 2, value);
  }
});

test('numbers are compared in full', () => {
  assert.is(kept('lr=0.001'), 7);
  assert.is(kept('lr>0.001'), 7);
  assert.is(kept('lr=0.00100000000001'), 7);
  assert.is(kept('lr>1'), 0);
});

test('words stand anywhere, in any case; quotes hold several together', () => {
  assert.is(kept('ADAM'), 4);
  assert.is(kept('one slow'), 2);
  assert.is(kept('"slow one"'), 2);
  assert.is(kept('"one slow"'), 0);
  assert.is(kept(''), rows.length);
});

test('a name that no column has is told', () => {
  assert.is(parseFilter('adam seed = 42 fold=1', {columns, rows}).unknown, 'seed');
  assert.equal(parseFilter('seed = 42', {columns, rows}).words, ['seed=42']);
  assert.is(parseFilter('lr=1', {columns, rows}).unknown, undefined);
  // While somebody types.
  for (const text of ['lr>', 'lr >= ', 'lr ='])
    assert.equal(parseFilter(text, {columns, rows}), {conditions: [], words: [], unknown: undefined}, text);
  assert.equal(parseFilter('adam lr>', {columns, rows}).words, ['adam']);
});

test.run();
