const GOLDEN = 0.381966011250105;
const TOLERANCE = 1.48e-8;
const MOST_STEPS = 200;

/**
 * Where a function of one number that falls and then rises is lowest: between `low` and `high`, which are moved outwards up to the
 * limits while it is lowest at one of them. Brent's method (Algorithms for Minimization without Derivatives, 1973, localmin).
 */
export function lowest(of: (x: number) => number, low: number, high: number, least: number, most: number): number {
  const value = (x: number) => {
    const found = of(x);
    return Number.isNaN(found) ? Number.POSITIVE_INFINITY : found;
  };
  let [left, right] = [low, high];
  let x = left + GOLDEN * (right - left);
  while (right < most && value(right) <= value(x)) [x, right] = [right, Math.min(most, right + 2 * (right - left))];
  while (left > least && value(left) <= value(x)) [x, left] = [left, Math.max(least, left - 2 * (right - left))];
  return localMinimum(value, left, right, x);
}

function localMinimum(of: (x: number) => number, from: number, to: number, start: number): number {
  let [left, right] = [from, to];
  let [best, second, third] = [start, start, start];
  let bestValue = of(start);
  let [secondValue, thirdValue] = [bestValue, bestValue];
  let step = 0;
  let before = 0;
  for (let count = 0; count < MOST_STEPS; count++) {
    const middle = (left + right) / 2;
    const near = TOLERANCE * Math.abs(best) + 1e-11;
    if (Math.abs(best - middle) <= 2 * near - (right - left) / 2) break;
    // The step of a parabola through the three best points, where that is sensible; else of the golden section.
    const r = (best - second) * (bestValue - thirdValue);
    const q = (best - third) * (bestValue - secondValue);
    const sign = q - r > 0 ? -1 : 1;
    const numerator = sign * ((best - third) * q - (best - second) * r);
    const denominator = Math.abs(2 * (q - r));
    const isParabola =
      Math.abs(before) > near &&
      Math.abs(numerator) < Math.abs((denominator * before) / 2) &&
      numerator > denominator * (left - best) &&
      numerator < denominator * (right - best);
    if (isParabola) {
      before = step;
      step = numerator / denominator;
      if (best + step - left < 2 * near || right - best - step < 2 * near) step = best < middle ? near : -near;
    } else {
      before = (best < middle ? right : left) - best;
      step = GOLDEN * before;
    }
    const next = best + (Math.abs(step) >= near ? step : Math.sign(step) * near);
    const nextValue = of(next);
    if (nextValue <= bestValue) {
      if (next < best) right = best;
      else left = best;
      [third, thirdValue, second, secondValue, best, bestValue] = [
        second,
        secondValue,
        best,
        bestValue,
        next,
        nextValue,
      ];
      continue;
    }
    if (next < best) left = next;
    else right = next;
    if (nextValue <= secondValue || second === best)
      [third, thirdValue, second, secondValue] = [second, secondValue, next, nextValue];
    else if (nextValue <= thirdValue || third === best || third === second) [third, thirdValue] = [next, nextValue];
  }
  return best;
}
