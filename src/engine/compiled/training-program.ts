import type {TensorFlow} from '../../model/tensorflow.js';
import type {TrainingSetup} from '../../training/training-session.js';
import {emitProgram, type Program} from '../emit/program.js';
import {fuse} from '../fuse/fuse.js';
import type {Pack} from '../fuse/pack-state.js';
import {lower} from '../lower/lower.js';
import {simplify} from '../simplify/simplify.js';
import {type ControlPlaces, control} from './control.js';
import {EVALUATION_BATCH, type RecordedTraining, recordTraining} from './record-training.js';
import {type WasmModule, wasm} from './webassembly.js';

/** Whole trainings of one shape: trials that differ in seeds, numbers of the data and hyperparameters share it. */
export interface TrainingProgram {
  readonly program: Program;
  readonly module: WasmModule;
  readonly places: ControlPlaces;
  readonly dropping: RecordedTraining['dropping'];
  readonly weights: RecordedTraining['weights'];
  readonly wholeSteps: number;
  /** Inputs that change from epoch to epoch, in the order in which they are laid out. */
  readonly perEpoch: readonly string[];
}

/** Memory of one program; a module can have 4 GiB, the host needs the rest for what changes from trial to trial. */
const MOST_MEMORY = 3 * 2 ** 30;

/** A training that needs more memory than WebAssembly has. */
export class TooLargeError extends Error {}

/** Compiles a training. Throws RecordingError, UnsupportedError or TooLargeError. */
export function compileTraining(tf: TensorFlow, setup: TrainingSetup): TrainingProgram {
  const {graphs, dropping, weights} = recordTraining(tf, setup);
  let packs: readonly Pack[] | undefined;
  const functions = [...graphs].map(([name, graph]) => {
    const fused = fuse(lower(simplify(graph)), packs);
    packs ??= fused.packs;
    return {name, graph: fused.graph};
  });
  const {training, windows} = setup;
  const rows = windows.starts.train.length;
  const wholeSteps = Math.floor(rows / training.batchSize);
  const perEpoch: string[] = [];
  let places: ControlPlaces | undefined;
  const program = emitProgram(functions, packs ?? [], linkage => {
    const changing = ['order', 'remainderOrder', 'learningRates', ...dropping.map((_, layer) => `masks.${layer}`)];
    perEpoch.push(...changing.filter(name => linkage.inputs.has(name)));
    const made = control(linkage, {
      wholeSteps,
      hasRemainder: rows % training.batchSize > 0,
      trainingRows: rows,
      evaluationBatch: EVALUATION_BATCH,
      validationRows: windows.starts.validation.length,
      perEpoch,
    });
    places = made.places;
    return made.functions;
  });
  if (program.memory > MOST_MEMORY || !places)
    throw new TooLargeError(`a compiled training would need ${Math.round(program.memory / 2 ** 20)} MiB`);
  return {program, module: new wasm.Module(program.bytes), places, dropping, weights, wholeSteps, perEpoch};
}

/** A layer without its name and how its weights start. */
function shapeOf(entry: object): unknown {
  return Object.entries(entry).filter(
    ([key]) => !key.endsWith('Initializer') && !['name', 'inputs', 'unitForgetBias'].includes(key),
  );
}

/** Equal for trainings that share a program: everything that the recorded steps show as constants or shapes. */
export function programKey({graph, dataset, windows, training}: TrainingSetup): string {
  const {optimizer, loss, batchSize} = training;
  const structure = Object.entries(optimizer).filter(
    ([name, value]) => typeof value !== 'number' || name === 'momentum',
  );
  return JSON.stringify([
    graph.inputShape,
    graph.nodes.map(({entry, inputs}) => [shapeOf(entry), inputs]),
    dataset.rows,
    dataset.columns.length,
    windows.starts.train.length,
    windows.starts.validation.length,
    [...windows.offsets],
    windows.targetOffset,
    structure.map(([name, value]) => [name, name === 'momentum' ? Number(value) > 0 : value]),
    loss,
    batchSize,
  ]);
}
