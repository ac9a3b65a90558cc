import {emitProgram} from '../emit/program.js';
import {fuse} from '../fuse/fuse.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import {lower} from '../lower/lower.js';
import {simplify} from '../simplify/simplify.js';
import {Session} from './session.js';
import {wasm} from './webassembly.js';

/** Compiles one recorded step by itself: run it with `run('step')`. Throws UnsupportedError. */
export function compileStep(graph: KernelGraph): Session {
  const {graph: loops, packs} = fuse(lower(simplify(graph)));
  const program = emitProgram([{name: 'step', graph: loops}], packs, () => []);
  return new Session(program, new wasm.Memory({initial: 1}));
}
