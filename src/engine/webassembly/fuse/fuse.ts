import type {LoopGraph} from '../lower/loop-graph.js';
import {fuseLoops} from './fuse-loops.js';
import {inlineConstants} from './inline-constants.js';
import {mergeContractions} from './merge-contractions.js';
import {type Pack, packState} from './pack-state.js';
import {withoutDeadLoops} from './uses.js';
import {writeStraight} from './write-straight.js';

/** Makes few loops of many. `allowed` are the packs of state that the program's other functions have. */
export function fuse(graph: LoopGraph, allowed?: readonly Pack[]): {graph: LoopGraph; packs: readonly Pack[]} {
  const {graph: packed, packs} = packState(withoutDeadLoops(graph), allowed);
  const straight = writeStraight(mergeContractions(inlineConstants(packed)));
  return {graph: withoutDeadLoops(fuseLoops(straight)), packs};
}
