import {convolutionRules} from './convolutions.js';
import {elementwiseRules} from './elementwise.js';
import {gatherRules} from './gathers.js';
import type {KernelRule} from './kernel-rule.js';
import {matrixRules} from './matrices.js';
import {reductionRules} from './reductions.js';
import {shapeRules} from './shapes.js';

/** Every kernel that can be written as operations of TensorFlow. */
export const kernelRules: Readonly<Record<string, KernelRule | undefined>> = {
  ...convolutionRules,
  ...elementwiseRules,
  ...gatherRules,
  ...matrixRules,
  ...reductionRules,
  ...shapeRules,
};
