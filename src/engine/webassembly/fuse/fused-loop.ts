import type {Shape} from '../../../model/shape.js';
import {exactly} from '../../common/graph/kernel-graph.js';
import type {Loop, LoopOutput, Node} from '../lower/loop-graph.js';
import {type BufferId, squeezed, type View} from '../lower/view.js';

/** Puts loops over one space together: what one writes, the next takes from where it is. */
export class FusedLoop {
  private readonly space: Shape;
  private readonly inputs: View[] = [];
  private readonly nodes: Node[] = [];
  private readonly outputs: LoopOutput[] = [];
  private readonly known = new Map<string, number>();
  /** The node that was stored in a view. */
  private readonly stored = new Map<string, number>();

  constructor(
    space: Shape,
    /** Whether somebody else needs what is stored in a buffer. */
    private readonly isNeeded: (buffer: BufferId) => boolean,
  ) {
    this.space = space.filter(length => length !== 1);
  }

  add(loop: Loop): void {
    const own: number[] = [];
    for (const node of loop.nodes) own.push(this.place(node, loop, own));
    for (const {node, view, reduction} of loop.outputs) {
      const squeezedView = squeezeLike(view, loop.space);
      if (!reduction) this.stored.set(viewKey(squeezedView), own[node]);
      this.outputs.push({
        node: own[node],
        view: squeezedView,
        reduction: reduction && {
          ...reduction,
          reduced: reduction.reduced.filter((_, axis) => loop.space[axis] !== 1),
        },
      });
    }
  }

  /** The loop; none where nothing of it is needed. */
  loops(): Loop[] {
    const outputs = this.outputs.filter(({view}) => this.isNeeded(view.buffer));
    if (outputs.length === 0) return [];
    const needed = new Set(outputs.map(({node}) => node));
    for (let index = this.nodes.length - 1; index >= 0; index--) {
      const node = this.nodes[index];
      if (needed.has(index) && node.kind === 'apply') for (const one of node.arguments) needed.add(one);
    }
    const kept = [...this.nodes.keys()].filter(index => needed.has(index));
    const renumbered = new Map(kept.map((index, at) => [index, at]));
    const at = (index: number) => renumbered.get(index) ?? 0;
    const inputs: View[] = [];
    const renumber = (node: Node): Node => {
      switch (node.kind) {
        case 'input':
          inputs.push(this.inputs[node.input]);
          return {...node, input: inputs.length - 1};
        case 'constant':
          return node;
        case 'apply':
          return {...node, arguments: node.arguments.map(at)};
      }
    };
    const nodes = kept.map(index => renumber(this.nodes[index]));
    const renamed = outputs.map(output => ({...output, node: at(output.node)}));
    return [{kind: 'loop', space: this.space, inputs, nodes, outputs: renamed}];
  }

  private place(node: Node, loop: Loop, own: readonly number[]): number {
    switch (node.kind) {
      case 'input': {
        const view = squeezeLike(loop.inputs[node.input], loop.space);
        const before = this.stored.get(viewKey(view));
        if (before !== undefined) return before;
        return this.once(`input ${viewKey(view)}`, () => {
          this.inputs.push(view);
          return {...node, input: this.inputs.length - 1};
        });
      }
      case 'constant':
        return this.once(`constant ${node.type} ${exactly(node.value)}`, () => node);
      case 'apply': {
        const placed = {...node, arguments: node.arguments.map(index => own[index])};
        return this.simpler(placed) ?? this.once(`${node.name} ${node.type} ${placed.arguments}`, () => placed);
      }
    }
  }

  /** What needs no computing: x 1, x / 1, x + 0, x - 0 are x; 0 x is 0. */
  private simpler({name, type, arguments: [a, b]}: Extract<Node, {kind: 'apply'}>): number | undefined {
    if (type !== 'float32' || b === undefined) return undefined;
    const is = (index: number, value: number): boolean => {
      const node = this.nodes[index];
      return node.kind === 'constant' && node.value === value;
    };
    switch (name) {
      case 'multiply':
        if (is(a, 0) || is(b, 1)) return a;
        return is(b, 0) || is(a, 1) ? b : undefined;
      case 'add':
        if (is(b, 0)) return a;
        return is(a, 0) ? b : undefined;
      case 'subtract':
        return is(b, 0) ? a : undefined;
      case 'divide':
        return is(b, 1) ? a : undefined;
      default:
        return undefined;
    }
  }

  private once(key: string, make: () => Node): number {
    const before = this.known.get(key);
    if (before !== undefined) return before;
    this.nodes.push(make());
    this.known.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}

/** A view without the axes on which the space has the length 1. */
function squeezeLike(view: View, space: Shape): View {
  return squeezed({...view, shape: space});
}

function viewKey({buffer, offset, strides}: View): string {
  return `${buffer}+${offset} ${strides}`;
}
