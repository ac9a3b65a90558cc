import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Tensor} from '@tensorflow/tfjs-core';
import {temporaryFolder} from '../../disk/temporary-folder.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import type {GraphDefinition} from './definitions.js';
import {savedModel, TAG} from './saved-model.js';

/** What of tfjs-node's backend runs graphs; its own types don't hold it. */
interface SavedModels {
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly Tensor[],
    names: readonly {readonly name: string}[],
    outputs: readonly string[],
  ): Tensor[];
  deleteSavedModel(session: number): void;
  getNumOfSavedModels(): number;
  getNumOfTFTensors(): number;
  readonly isUsingGpuDevice: boolean;
}

/** What TensorFlow says of a graph that it can't load or run: an operation that a GPU hasn't, say. */
export class GraphRefused extends Error {
  override readonly name = 'GraphRefused';
}

/** A graph that TensorFlow has loaded. It lives until it is disposed of. */
export class GraphSession {
  private readonly models: SavedModels;
  private readonly session: number;

  constructor({core}: TensorFlow, graph: GraphDefinition) {
    this.models = savedModelsOf(core);
    // TensorFlow reads a graph from a folder only, and needs it no more afterwards: a worker that is killed leaves nothing.
    const {path: folder, remove} = temporaryFolder('graph');
    try {
      writeFileSync(join(folder, 'saved_model.pb'), savedModel(graph));
      this.session = orRefused(() => this.models.loadSavedModelMetaGraph(folder, TAG));
    } finally {
      remove();
    }
  }

  /** Runs what some outputs need. Inputs and outputs are called by their nodes; the tensors are the caller's to free. */
  run<Output extends string>(
    inputs: Readonly<Record<string, Tensor>>,
    outputs: readonly Output[],
  ): Record<Output, Tensor> {
    const names = Object.keys(inputs).map(name => ({name: `${name}:0`}));
    const wanted = outputs.map(name => `${name}:0`);
    const given = orRefused(() => this.models.runSavedModel(this.session, Object.values(inputs), names, wanted));
    return Object.fromEntries(outputs.map((name, index) => [name, given[index]])) as Record<Output, Tensor>;
  }

  dispose(): void {
    this.models.deleteSavedModel(this.session);
  }
}

/** What a call of TensorFlow gives. Throws GraphRefused with the first line of what TensorFlow says. */
function orRefused<Given>(call: () => Given): Given {
  try {
    return call();
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    throw new GraphRefused(reason, {cause: error});
  }
}

/** Sessions and tensors that TensorFlow holds: for finding leaks. */
export function heldByTensorFlow({core}: TensorFlow): {readonly sessions: number; readonly tensors: number} {
  const models = savedModelsOf(core);
  return {sessions: models.getNumOfSavedModels(), tensors: models.getNumOfTFTensors()};
}

/** Whether oneDNN may be asked for by name: it is for x64 processors, and somebody may have switched it off. */
export function mayHaveOneDnn({core}: TensorFlow): boolean {
  return process.arch === 'x64' && !savedModelsOf(core).isUsingGpuDevice && process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
}

function savedModelsOf(core: TensorFlow['core']): SavedModels {
  return core.backend() as unknown as SavedModels;
}
