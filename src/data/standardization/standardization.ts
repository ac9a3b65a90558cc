import type {ExperimentFile} from '../../experiment/experiment-file.generated.js';

/** standardized = (x - offset) / scale; x = standardized * scale + offset. */
export interface Scaling {
  readonly offset: number;
  readonly scale: number;
}

/** A kind of standardization; fitted on one column's training rows. */
export interface Standardization<Type extends ExperimentFile['standardization']['type']> {
  readonly type: Type;
  fit(column: Float64Array): Scaling;
}
