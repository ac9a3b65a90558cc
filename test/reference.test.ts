// Every kind has reference numbers; the tests of its room (activations, metrics, sources, ...) compare them.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {casesOf, type Room, referenced, rooms} from './references.js';

for (const room of Object.keys(rooms) as Room[]) {
  for (const kind of rooms[room])
    test(`${room}: ${kind} has reference numbers`, () => {
      assert.ok(casesOf(room, kind).length > 0, `${kind} has none in test/fixtures/reference/${room}/${kind}.json`);
    });

  test(`${room}: every file of reference numbers is of a kind that there is`, () => {
    assert.equal(
      referenced(room).filter(kind => !rooms[room].includes(kind)),
      [],
    );
  });
}

test.run();
