import type {Shape} from '../../../model/shape.js';
import type {Operand, Operation} from '../../common/graph/kernel-graph.js';
import type {FunctionWriter, GraphTensor, Made} from '../function-writer.js';

/** What a rule sees of the graph while a kernel is written as operations of TensorFlow. */
export interface Site {
  readonly f: FunctionWriter;
  /** An operand, in its shape. */
  take(operand: Operand): GraphTensor;
  /** What the kernel's outputs are. */
  readonly outputs: readonly Made[];
  /** Whether oneDNN's products may be used by name: TensorFlow replaces its own ones only outside of functions. */
  readonly oneDnn: boolean;
  /** Says that this can't be done. */
  refuse(what: string): never;
}

/** How a kernel of TensorFlow.js is written as operations of TensorFlow; gives its outputs. */
export type KernelRule = (operation: Operation, site: Site) => GraphTensor | readonly GraphTensor[];

/** The single output of a kernel. */
export function shapeOfOutput({outputs: [output]}: Site): Shape {
  return output.shape;
}
