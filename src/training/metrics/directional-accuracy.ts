import {type Metric, meanOf} from './metric.js';

/** Share of windows whose forecast moves the same way from the last known value as the target does. Source: Pesaran and Timmermann 1992. */
export const directionalAccuracy: Metric = ({predictions, targets, lastKnown, naiveError}) =>
  meanOf({predictions, targets, lastKnown, naiveError}, i =>
    Math.sign(predictions[i] - lastKnown[i]) === Math.sign(targets[i] - lastKnown[i]) ? 1 : 0,
  );
