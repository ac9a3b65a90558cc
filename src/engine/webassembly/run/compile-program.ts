import type {TensorFlow} from '../../../model/tensorflow.js';
import type {Part, TrainingContract} from '../../../training/contract.js';
import type {TrainingSetup} from '../../../training/setup.js';
import type {KernelGraph} from '../../common/graph/kernel-graph.js';
import {recordTraining} from '../../common/record/record-training.js';
import {simplify} from '../../common/simplify/simplify.js';
import {emitProgram, type Program} from '../emit/program.js';
import {fuse} from '../fuse/fuse.js';
import type {Pack} from '../fuse/pack-state.js';
import type {LoopGraph} from '../lower/loop-graph.js';
import {lower} from '../lower/lower.js';
import {control} from './control.js';
import type {ControlRegions} from './control-regions.js';
import {evaluationBatch} from './evaluation-batch.js';
import {type WasmModule, wasm} from './webassembly.js';

/** Whole trainings of one shape: trials that differ in seeds, numbers of the data and hyperparameters share it. */
export interface TrainingProgram {
  readonly program: Program;
  readonly module: WasmModule;
  readonly regions: ControlRegions;
  readonly contract: TrainingContract;
}

/** A graph on its way to code. */
export interface CompiledGraph {
  readonly recorded: KernelGraph;
  readonly simplified: KernelGraph;
  readonly fused: LoopGraph;
}

/** Bytes of one program; a module can have 4 GiB, the host needs the rest for what changes from trial to trial. */
const MOST_MEMORY = 3 * 2 ** 30;

/** A training that needs more memory than WebAssembly has. */
export class TooLargeError extends Error {}

/** The graphs of a training's parts, and the state that lies together in memory. Throws RecordingError or UnsupportedError. */
export function trainingGraphs(
  tf: TensorFlow,
  setup: TrainingSetup,
): {graphs: ReadonlyMap<Part, CompiledGraph>; packs: readonly Pack[]; contract: TrainingContract} {
  const {graphs: recorded, contract} = recordTraining(tf, setup, evaluationBatch(setup.training));
  let packs: readonly Pack[] | undefined;
  const graphs = new Map(
    [...recorded].map(([part, graph]) => {
      const simplified = simplify(graph);
      const fused = fuse(lower(simplified), packs);
      // The step comes first, and says how weights lie; the others follow.
      packs ??= fused.packs;
      return [part, {recorded: graph, simplified, fused: fused.graph}] as const;
    }),
  );
  return {graphs, packs: packs ?? [], contract};
}

/** Compiles a training into a WebAssembly program. Throws RecordingError, UnsupportedError or TooLargeError. */
export function compileProgram(tf: TensorFlow, setup: TrainingSetup, mostMemory = MOST_MEMORY): TrainingProgram {
  const {graphs, packs, contract} = trainingGraphs(tf, setup);
  const functions = [...graphs].map(([name, {fused}]) => ({name, graph: fused}));
  const {program, control: regions} = emitProgram(functions, packs, linkage =>
    control(linkage, contract, evaluationBatch(setup.training)),
  );
  // Rather than trained otherwise it is trained unseen.
  if (program.memory > mostMemory && contract.diagnosis)
    return compileProgram(tf, {...setup, diagnostics: false}, mostMemory);
  if (program.memory > mostMemory)
    throw new TooLargeError(`compiled it would need ${Math.ceil(program.memory / 2 ** 20)} MiB of memory`);
  return {program, module: new wasm.Module(program.bytes), regions, contract};
}
