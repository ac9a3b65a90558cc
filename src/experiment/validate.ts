import {validatorOf} from '../document/validator.js';
import {compiledExperiment} from './compiled-experiment.js';

/** Validates one combination's experiment and fills in defaults; the value is changed by that. */
export const validateExperiment = validatorOf(compiledExperiment);
