import {groupBy} from '../../document/group-by.js';
import {type GroupedTrials, medianOfKnown, type SeenLayer} from './trial-groups.js';

/** What the layers of a group's trials did while they learned: medians over the trials that were looked at after so many epochs. */
export interface LayerCourses {
  readonly group: GroupedTrials['group'];
  /** From the window to the forecast; of trials with the same layers. */
  readonly layers: readonly string[];
  readonly epochs: readonly number[];
  /** Of a number of a layer: [layer][epoch]; null where no trial has one. */
  of(number: (layer: SeenLayer) => readonly (number | null)[] | undefined): readonly (readonly (number | null)[])[];
  /** The same in the end, whenever that was for each trial: [layer]. */
  end(number: (layer: SeenLayer) => readonly (number | null)[] | undefined): readonly (number | null)[];
}

/** Groups whose trials have other layers are told apart by these. */
export function layerCourses(groups: readonly GroupedTrials[]): readonly LayerCourses[] {
  return groups.flatMap(({group, finished}) => {
    const seen = finished.flatMap(({diagnostics}) => diagnostics.seen ?? []);
    const byLayers = groupBy(seen, ({layers}) => layers.map(({name}) => name).join('\n'));
    return [...byLayers.values()].map((own): LayerCourses => {
      const layers = own[0].layers.map(({name}) => name);
      const epochs = [...new Set(own.flatMap(({after_epochs}) => after_epochs))].sort((a, b) => a - b);
      const places = own.map(({after_epochs}) => new Map(after_epochs.map((epoch, at) => [epoch, at])));
      return {
        group,
        layers,
        epochs,
        end: number => layers.map((_, layer) => medianOfKnown(own.map(({end}) => number(end.layers[layer])?.[0]))),
        of: number =>
          layers.map((_, layer) =>
            epochs.map(epoch =>
              medianOfKnown(
                own.map((one, trial) => {
                  const at = places[trial].get(epoch);
                  return at === undefined ? null : number(one.layers[layer])?.[at];
                }),
              ),
            ),
          ),
      };
    });
  });
}
