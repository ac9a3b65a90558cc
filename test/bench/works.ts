import type {LayerEntry} from '../../src/model/layers/index.js';
import {denseLayer, recurrentLayer, twoDenseLayers} from '../training-setup.js';

/** What the contestants train. */
export const WORKS = ['dense', 'lstm', 'gru'] as const;
export type Work = (typeof WORKS)[number];

export function isWork(name: string): name is Work {
  return WORKS.some(work => work === name);
}

export function layersOf(work: Work, units = 20): LayerEntry[] {
  return work === 'dense' ? twoDenseLayers(units, 'tanh') : [recurrentLayer(work, units), denseLayer(1)];
}

/** 53 training steps of 32 windows an epoch, as the peers have it; few windows to validate and test, which they don't. */
export const ROWS = {rows: 1802, split: {train: 0.9525, validation: 0.02375, test: 0.02375}, window: 20};
