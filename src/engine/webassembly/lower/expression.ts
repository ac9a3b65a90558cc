import type {DataType} from '../../common/graph/kernel-graph.js';
import type {FunctionName, Node} from './loop-graph.js';

/** A part of an expression while it is written. */
export interface Expression {
  readonly node: number;
  readonly type: DataType;
}

/** Writes the nodes of an expression. */
export class ExpressionWriter {
  readonly nodes: Node[] = [];

  input(input: number, type: DataType): Expression {
    return this.add({kind: 'input', input, type}, type);
  }

  constant(value: number, type: DataType = 'float32'): Expression {
    return this.add({kind: 'constant', value, type}, type);
  }

  apply(name: FunctionName, ...taken: readonly Expression[]): Expression {
    const {type} = taken[taken.length - 1];
    return this.add({kind: 'apply', name, type, arguments: taken.map(({node}) => node)}, resultType(name, type));
  }

  /** x op constant, with the constant in x's type. */
  with(name: FunctionName, x: Expression, constant: number): Expression {
    return this.apply(name, x, this.constant(constant, x.type));
  }

  cast(x: Expression, type: DataType): Expression {
    if (x.type === type || (x.type === 'bool' && type === 'int32')) return {...x, type};
    switch (type) {
      case 'float32':
        return this.apply('to-float', x);
      case 'int32':
        return this.apply('to-integer', x);
      case 'bool':
        return this.apply('to-bool', x);
    }
  }

  private add(node: Node, type: DataType): Expression {
    this.nodes.push(node);
    return {node: this.nodes.length - 1, type};
  }
}

function resultType(name: FunctionName, type: DataType): DataType {
  switch (name) {
    case 'less':
    case 'less-or-equal':
    case 'greater':
    case 'greater-or-equal':
    case 'equal':
    case 'not-equal':
    case 'to-bool':
      return 'bool';
    case 'to-float':
      return 'float32';
    case 'to-integer':
      return 'int32';
    default:
      return type;
  }
}
