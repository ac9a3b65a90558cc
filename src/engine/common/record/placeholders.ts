import type {KernelBackend, TensorInfo} from '@tensorflow/tfjs-core';
import {type Shape, sizeOf} from '../../../model/shape.js';
import type {DataType} from '../graph/kernel-graph.js';

/** Tensors of zeros that stand for what was not computed; those of one size and type share their numbers. */
export class Placeholders {
  private readonly zeros = new Map<string, Float32Array | Int32Array | Uint8Array>();

  constructor(private readonly backend: KernelBackend) {}

  make({shape, dtype}: {readonly shape: Shape; readonly dtype: DataType}): TensorInfo {
    const size = sizeOf(shape);
    const key = `${dtype} ${size}`;
    const zeros = this.zeros.get(key) ?? zerosOf(dtype, size);
    this.zeros.set(key, zeros);
    return {dataId: this.backend.write(zeros, [...shape], dtype), shape: [...shape], dtype};
  }
}

function zerosOf(dtype: DataType, size: number): Float32Array | Int32Array | Uint8Array {
  switch (dtype) {
    case 'float32':
      return new Float32Array(size);
    case 'int32':
      return new Int32Array(size);
    case 'bool':
      return new Uint8Array(size);
  }
}
