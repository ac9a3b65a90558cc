import {xoroshiro128plusFromState} from 'pure-rand/generator/xoroshiro128plus';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {logarithm, sineOfTurns} from '../src/random/elementary.js';
import {generator, permutation} from '../src/random/generator.js';

const ULP = 2 ** -52;

test('the logarithm is within 2 ulp of Math.log over 600 decades', () => {
  for (let exponent = -300; exponent <= 300; exponent++)
    for (const mantissa of [1, 1.0000001, 1.3, Math.SQRT2, 1.5, 1.9999999]) {
      const x = mantissa * 10 ** exponent;
      const expected = Math.log(x);
      assert.ok(Math.abs(logarithm(x) - expected) <= 2 * ULP * Math.max(Math.abs(expected), 1e-300), `log(${x})`);
    }
});

test('the sine of turns is within 4 ulp of 1 of Math.sin, and exact at quarters', () => {
  for (let index = -4000; index <= 4000; index++) {
    const turns = index / 731;
    // Reduced first, since 2 pi itself is rounded.
    const expected = Math.sin(2 * Math.PI * (turns - Math.round(turns)));
    assert.ok(Math.abs(sineOfTurns(turns) - expected) <= 4 * ULP, `sin of ${turns} turns`);
  }
  assert.equal(
    [0, 0.25, 0.5, 0.75, 1, -0.25].map(sineOfTurns).map(x => x + 0),
    [0, 1, 0, -1, 0, -1],
  );
});

test('a stream of one purpose does not depend on others, and differs from them', () => {
  const draw = (...purpose: (string | number)[]) => Array.from({length: 5}, generator(42, ...purpose).uniform);
  assert.equal(draw('order', 1), draw('order', 1));
  assert.not.equal(draw('order', 1), draw('order', 2));
  assert.not.equal(draw('order', 1), draw('weights', 1));
  assert.not.equal(Array.from({length: 5}, generator(43, 'order', 1).uniform), draw('order', 1));
});

test("xoroshiro128+ gives the numbers of its authors' C code", () => {
  // prng.di.unimi.it/xoroshiro128plus.c, compiled with gcc 12, from the state below: the lower halves of its results.
  const random = xoroshiro128plusFromState([0x01234567, 0x89abcdef, 0xfedcba98, 0x76543210]);
  const expected = [0xffffffff, 0xef01dcb9, 0x98a73130, 0x13a13c59, 0x8300ea80, 0x5cafcc5a, 0xbcaec9d2, 0xd05817cc];
  assert.equal(
    Array.from(expected, () => random.next() >>> 0),
    expected,
  );
});

test('normal numbers have the moments and tails of a standard normal', () => {
  const {normal} = generator(7, 'test');
  const count = 200_000;
  const values = Array.from({length: count}, normal);
  const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / count;
  // Each within 5 standard errors: sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n).
  assert.ok(Math.abs(moment(1)) < 5 * Math.sqrt(1 / count));
  assert.ok(Math.abs(moment(2) - 1) < 5 * Math.sqrt(2 / count));
  assert.ok(Math.abs(moment(3)) < 5 * Math.sqrt(15 / count));
  assert.ok(Math.abs(moment(4) - 3) < 5 * Math.sqrt(96 / count));
  const beyond = values.filter(x => Math.abs(x) > 1.959964).length / count;
  assert.ok(Math.abs(beyond - 0.05) < 5 * Math.sqrt((0.05 * 0.95) / count), `${beyond} beyond 1.96`);
});

test('a permutation holds every index once, and each place is as likely', () => {
  const places = new Float64Array(8);
  for (let seed = 0; seed < 8000; seed++) {
    const order = permutation(generator(seed, 'order'), 8);
    assert.equal([...order].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    places[order.indexOf(0)]++;
  }
  const chiSquare = places.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 7 degrees of freedom: 24.3 has a chance of 0.001.
  assert.ok(chiSquare < 24.3, `chi-square ${chiSquare}`);
});

test.run();
