import type {Code, Expression} from './wasm/code.js';
import {v128} from './wasm/instructions.js';

/** Where a lane's number lies: an address, and what a load or store adds for nothing. */
type PlaceOf = (lane: number) => [address: Expression<'i32'>, offset: number];

/** Numbers from one to four places, in the lanes of a vector; the other lanes are 0. */
export function loadLanes(count: number, placeOf: PlaceOf): Expression<'v128'> {
  let vector = v128.load32_zero(...placeOf(0));
  for (let lane = 1; lane < count; lane++) {
    const [address, offset] = placeOf(lane);
    vector = v128.load32_lane(address, vector, lane, offset);
  }
  return vector;
}

/** The lanes of a vector, each to its place; the vector is asked for once per lane. */
export function storeLanes(count: number, vector: Expression<'v128'>, placeOf: PlaceOf): Code {
  return Array.from({length: count}, (_, lane) => {
    const [address, offset] = placeOf(lane);
    return v128.store32_lane(address, vector, lane, offset);
  });
}
