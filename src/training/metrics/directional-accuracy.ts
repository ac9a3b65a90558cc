import {meanOverForecasts, metric} from './metric.js';

export const directionalAccuracy = metric({
  name: 'directional_accuracy',
  description: 'Share of windows in which forecast and target move in the same direction from the last known value.',
  source: 'Pesaran and Timmermann 1992',
  moreIsBetter: true,
  unit: 'none',
  hasNaturalZero: true,
  usualSize: 1,
  isUsual: true,
  of: ({predictions, targets, lastKnown, naiveError}) =>
    meanOverForecasts({predictions, targets, lastKnown, naiveError}, i =>
      Math.sign(predictions[i] - lastKnown[i]) === Math.sign(targets[i] - lastKnown[i]) ? 1 : 0,
    ),
});
