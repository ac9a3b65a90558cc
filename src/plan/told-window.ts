import type {ExperimentFile} from '../experiment/experiment-file.js';

type WindowEntry = ExperimentFile['window'];

/** What came to windows after there were results whose names tell the others: at these values nothing is told of it. */
const LATER = {steps: 1, forecast: 'direct', normalization: 'none'} as const satisfies Partial<WindowEntry>;

/** A window as trials tell it: what is as it was before there was a choice is left out, so that results keep their names. */
export type ToldWindow = Omit<WindowEntry, keyof typeof LATER> & Partial<Pick<WindowEntry, keyof typeof LATER>>;

/** The window of an experiment as its trials tell it. */
export function toldWindow(window: WindowEntry): ToldWindow {
  const {steps, forecast, normalization, ...own} = window;
  return {
    ...own,
    ...(steps === LATER.steps ? {} : {steps}),
    // One step comes about in one way.
    ...(forecast === LATER.forecast || steps === 1 ? {} : {forecast}),
    ...(normalization === LATER.normalization ? {} : {normalization}),
  };
}

/** The window of an experiment, from what its trials tell of it. */
export function windowOf(told: ToldWindow): WindowEntry {
  return {...LATER, ...told};
}
