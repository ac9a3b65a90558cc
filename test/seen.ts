import * as assert from 'uvu/assert';
import type {TrainingDiagnostics} from '../src/training/diagnosis/layer-diagnostics.js';
import type {Diagnostics} from '../src/training/result.js';

/** Fails unless two engines tell the same of a training, but for their names. */
export function sameDiagnostics(one: Diagnostics, other: Diagnostics): void {
  const [{seen: here, training_loss: mine, echo, ...a}, {seen: there, training_loss: theirs, echo: later, ...b}] = [
    one,
    other,
  ];
  assert.equal({...a, engine: b.engine}, b);
  assert.ok(Math.abs((mine ?? 0) - (theirs ?? 0)) <= 1e-4 * Math.abs(theirs ?? 0), `${mine}, not ${theirs}`);
  assert.equal([echo?.lag, echo?.ahead], [later?.lag, later?.ahead]);
  sameSeen(here, there);
}

/** Fails unless the same was seen in two trainings, but for the last digits, what is next to nothing, and one number of many that is as near to 1 or 3 as not to be told. */
function sameSeen(one: TrainingDiagnostics | undefined, other: TrainingDiagnostics | undefined): void {
  assert.ok(one && other, 'nobody looked');
  assert.equal(shapeOf(one), shapeOf(other));
  const [a, b] = [numbersOf(one), numbersOf(other)];
  for (const [at, value] of a.entries())
    assert.ok(
      Math.abs(value - b[at]) <= 0.02 * Math.max(Math.abs(b[at]), 0.05),
      `number ${at}: ${value}, not ${b[at]}`,
    );
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersOf) : [];
}

/** What is left without the numbers. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) return value.map(shapeOf);
  return value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, own]) => [key, shapeOf(own)]))
    : value;
}
