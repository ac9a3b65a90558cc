import type {StandardizedData} from '../data/6-standardize/standardize.js';
import {type Windows, WindowsByEntry} from '../data/7-windows/windows.js';
import type {Checked, Place} from '../document/problem.js';
import type {Path} from '../document/yaml-file.js';
import type {ExperimentFile} from '../experiment/experiment-file.js';
import {type Graph, resolveGraph} from '../model/graph.js';
import {forecastWidth} from '../training/setup.js';

/** Where the windows of a training lie, and its graph for them, or why there is none. */
export interface TrainingShapes {
  readonly windows: Windows;
  readonly graph: Checked<Graph>;
}

/** Works out the shapes of trainings; windows that are the same are made once. */
export class Shapes {
  private readonly windows = new WindowsByEntry();

  /** The shapes on some data; `place` tells where a part of the experiment is written. */
  of(
    {window, model}: Pick<ExperimentFile, 'window' | 'model'>,
    data: StandardizedData,
    place: (path: Path, part?: 'key' | 'value') => Place,
  ): TrainingShapes {
    const windows = this.windows.of(data.boundaries, data.dataset.breaks, window);
    const inputShape = [windows.offsets.length, data.dataset.inputs.length];
    return {windows, graph: resolveGraph(model, inputShape, forecastWidth({data, windows}), place)};
  }
}
