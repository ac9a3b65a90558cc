import {sizeOf} from '../../../model/shape.js';
import type {MaxPoolGradient} from '../lower/loop-graph.js';
import type {View} from '../lower/view.js';
import type {Kernel} from './kernel.js';
import {Indices} from './nest.js';
import type {Code} from './wasm/code.js';
import {f32, i32, when} from './wasm/instructions.js';
import {FunctionBuilder} from './wasm/module-builder.js';

/** Operands are the windows, dy and the output, whose elements lie where those of the windows do. */
export function maxPoolGradientKernel({windows, dy, output}: MaxPoolGradient): {
  kernel: Kernel;
  operands: readonly View[];
} {
  const outer = windows.shape.slice(0, 4);
  const [height, width] = windows.shape.slice(4);
  const [down, right] = windows.strides.slice(4);
  const size = sizeOf(output.shape);
  return {
    operands: [windows, dy, output],
    kernel: {
      name: `max-pool-gradient ${outer.join(' x ')}`,
      key: JSON.stringify(['max-pool-gradient', windows.shape, windows.strides, dy.strides, size]),
      build(_, bases) {
        const f = new FunctionBuilder(['i32', 'i32', 'i32']);
        const indices = new Indices(f, [windows.strides.slice(0, 4), dy.strides, windows.strides.slice(0, 4)]);
        const [best, place, value] = [f.local('f32'), f.local('i32'), f.local('f32')];
        const clear = f.count(4 * size, 4, at => {
          const [address, offset] = bases.at(2, at.get, 0);
          return f32.store(address, f32.const(0), offset);
        });
        const look = (row: number, column: number): Code => {
          const offset = 4 * (row * down + column * right);
          const better = [best.set(value.get), place.set(i32.const(offset))];
          const load = value.set(f32.load(...bases.at(0, indices.of(0), offset)));
          return row + column === 0 ? [load, better] : [load, when(f32.gt(value.get, best.get), better)];
        };
        const element = (): Code => {
          const [address, offset] = bases.at(2, i32.add(indices.of(2) ?? i32.const(0), place.get), 0);
          return [
            Array.from({length: height}, (_, row) => Array.from({length: width}, (_, column) => look(row, column))),
            f32.store(address, f32.add(f32.load(address, offset), f32.load(...bases.at(1, indices.of(1), 0))), offset),
          ];
        };
        const nest = (level: number): Code =>
          level === outer.length
            ? element()
            : indices.level(level, [{times: outer[level], width: 1, body: () => nest(level + 1)}]);
        f.body = [clear, nest(0)];
        return f;
      },
    },
  };
}
