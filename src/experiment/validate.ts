import {validatorOf} from '../document/validator.js';
import {experimentSchema} from './experiment-file.js';

/** Validates one combination's experiment and fills in defaults; the value is changed by that. */
export const validateExperiment = validatorOf(experimentSchema);
