import type {TensorFlow} from '../../model/tensorflow.js';
import {epochInputNames, wholeStepsPerEpoch} from '../../training/epoch-inputs.js';
import type {TrainingSetup} from '../../training/training-session.js';
import {emitProgram, type Program} from '../emit/program.js';
import {fuse} from '../fuse/fuse.js';
import type {Pack} from '../fuse/pack-state.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import type {LoopGraph} from '../lower/loop-graph.js';
import {lower} from '../lower/lower.js';
import {type RecordedTraining, recordTraining} from '../record/record-training.js';
import {simplify} from '../simplify/simplify.js';
import {control} from './control.js';
import type {ControlPlaces, ControlSizes} from './control-places.js';
import {evaluationBatch} from './evaluation-batch.js';
import {type WasmModule, wasm} from './webassembly.js';

/** Whole trainings of one shape: trials that differ in seeds, numbers of the data and hyperparameters share it. */
export interface TrainingProgram {
  readonly program: Program;
  readonly module: WasmModule;
  readonly places: ControlPlaces;
  readonly dropping: RecordedTraining['dropping'];
  readonly weights: RecordedTraining['weights'];
  /** Inputs that change from epoch to epoch, in the order in which they are laid out. */
  readonly perEpoch: readonly string[];
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

/** The graphs of a training, by name, and the state that lies together in memory. Throws RecordingError or UnsupportedError. */
export function trainingGraphs(
  tf: TensorFlow,
  setup: TrainingSetup,
): {graphs: ReadonlyMap<string, CompiledGraph>; packs: readonly Pack[]; recorded: RecordedTraining} {
  const recorded = recordTraining(tf, setup, evaluationBatch(setup.training));
  let packs: readonly Pack[] | undefined;
  const graphs = new Map(
    [...recorded.graphs].map(([name, graph]) => {
      const simplified = simplify(graph);
      const fused = fuse(lower(simplified), packs);
      // The step comes first, and says how weights lie; the others follow.
      packs ??= fused.packs;
      return [name, {recorded: graph, simplified, fused: fused.graph}] as const;
    }),
  );
  return {graphs, packs: packs ?? [], recorded};
}

/** Compiles a training. Throws RecordingError, UnsupportedError or TooLargeError. */
export function compileTraining(tf: TensorFlow, setup: TrainingSetup, mostMemory = MOST_MEMORY): TrainingProgram {
  const {
    graphs,
    packs,
    recorded: {dropping, weights},
  } = trainingGraphs(tf, setup);
  const functions = [...graphs].map(([name, {fused}]) => ({name, graph: fused}));
  const {training, windows} = setup;
  const rows = windows.starts.train.length;
  const {program, control: made} = emitProgram(functions, packs, linkage => {
    const perEpoch = epochInputNames(dropping).filter(name => linkage.inputs.has(name));
    const sizes: ControlSizes = {
      wholeSteps: wholeStepsPerEpoch(setup),
      hasRemainder: rows % training.batchSize > 0,
      trainingRows: rows,
      evaluationBatch: evaluationBatch(training),
      validationRows: windows.starts.validation.length,
      perEpoch,
    };
    return {places: control(linkage, sizes), perEpoch};
  });
  if (program.memory > mostMemory)
    throw new TooLargeError(`compiled it would need ${Math.ceil(program.memory / 2 ** 20)} MiB of memory`);
  return {program, module: new wasm.Module(program.bytes), ...made, dropping, weights};
}
