// Which trial a worker gets next.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {Trial} from '../src/plan/trial.js';
import {TrialOrder} from '../src/run/groups/trial-order.js';

/** Groups of one trial; the program is the id's first letter. */
const order = (ids: string) =>
  new TrialOrder(
    ids
      .split(' ')
      .map(id => ({trials: [{id} as Trial], sharedRows: [{}], engine: 'compiled', room: 1, program: id[0]}) as const),
  );
const taken = (from: TrialOrder, compiled: readonly string[]) => from.next(compiled)?.trials[0].id;

test('a worker keeps to the programs that it has, in the order of the plan', () => {
  const all = order('a1 b1 a2 b2 a3');
  assert.equal(
    [taken(all, []), taken(all, ['a']), taken(all, ['a']), taken(all, ['a']), taken(all, ['a', 'b']), taken(all, [])],
    ['a1', 'a2', 'a3', 'b1', 'b2', undefined],
  );
});

test('another worker begins with a program that nobody has', () => {
  const all = order('a1 a2 a3 b1 b2');
  assert.equal([taken(all, []), taken(all, []), taken(all, ['a']), taken(all, ['b'])], ['a1', 'b1', 'a2', 'b2']);
});

test('when every program has its worker, a free one helps where most is left', () => {
  const all = order('a1 a2 b1 b2 b3 b4');
  assert.equal([taken(all, []), taken(all, []), taken(all, []), taken(all, ['a'])], ['a1', 'b1', 'b2', 'a2']);
});

test('in a further round a worker may have a program that is not the next one', () => {
  const all = order('a1 b1 c1');
  assert.equal([taken(all, ['b']), taken(all, []), taken(all, []), taken(all, [])], ['b1', 'a1', 'c1', undefined]);
});

test('every trial is given once, whatever the workers have', () => {
  const ids = Array.from({length: 300}, (_, at) => `${'abcdefg'[at % 7]}${at}`).join(' ');
  const all = order(ids);
  const seen = new Set<string>();
  const workers: string[][] = [[], [], []];
  for (let turn = 0; ; turn++) {
    const own = workers[turn % 3];
    const next = all.next(own);
    if (!next) break;
    own.push(next.program);
    assert.not(seen.has(next.trials[0].id));
    seen.add(next.trials[0].id);
  }
  assert.is(seen.size, 300);
});

test.run();
