// Random tables in random dialects: what is read is what was written, or it is refused with the key that decides, and then read
// with the right keys. Never another number. TABLES=20000 npm test random-tables tries more, SEED=2 others.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {generator} from '../src/random/generator.js';
import {loadFile} from './loaded-file.js';
import {type RandomTable, randomTable} from './random-tables.js';

const count = Number(process.env.TABLES ?? 2500);
const seed = Number(process.env.SEED ?? 1);

function isRight(table: RandomTable, loaded: Awaited<ReturnType<typeof loadFile>>, why: string): void {
  if ('problems' in loaded) throw new Error(why);
  assert.equal(loaded.columns, table.columns, why);
  if (!table.times) return;
  const times = (loaded.time ?? []).map(time => Date.parse(`${time.replace(' ', 'T')}${time.length > 10 ? 'Z' : ''}`));
  assert.equal(times, table.times, why);
}

test(`${count} tables are read without a wrong number`, async () => {
  let refused = 0;
  for (let index = 0; index < count; index++) {
    const table = randomTable(generator(seed, 'table', index));
    const loaded = await loadFile(table.bytes, table.asked);
    const say = (what: string) =>
      `table ${index}: ${what}\n${JSON.stringify({...table.keys, ...table.asked})}\n${table.text.slice(0, 600)}`;
    if ('problems' in loaded) {
      refused++;
      const told = loaded.problems.map(({message, hint}) => `${message} (${hint})`).join('\n');
      assert.match(loaded.problems.map(({hint}) => hint).join(), /data\.\w+/, say(told));
      const again = await loadFile(table.bytes, {...table.asked, ...table.keys});
      isRight(
        table,
        again,
        say(
          `with the right keys: ${'problems' in again ? again.problems.map(one => one.message).join() : ''} after ${told}`,
        ),
      );
    } else isRight(table, loaded, say(`read with ${JSON.stringify(loaded.reading)}`));
  }
  console.log(`${refused} of ${count} refused`);
  assert.ok(refused < count * 0.2, `${refused} of ${count} were refused`);
});

test.run();
