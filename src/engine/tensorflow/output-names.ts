/** What TensorFlow calls the outputs of its operations (`output_arg` in their definitions), where it isn't `z`. */
const NAMES: Readonly<Record<string, string>> = {
  y: 'Abs Cast Ceil Erf Exp Expm1 Floor IsFinite IsNan Log Log1p LogicalNot Neg OnesLike Reciprocal Round Rsqrt Sigmoid Sign Sqrt Square Tanh Transpose ZerosLike',
  output:
    'All Any AvgPool BatchMatMulV2 _MklBatchMatMulV2 BiasAdd BroadcastTo ClipByValue ConcatV2 Const Conv2D Conv2DBackpropFilter ' +
    'Conv2DBackpropInput DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput ' +
    'Fill GatherV2 Identity Max MaxPool MaxPoolGrad Mean Min OneHot Pack PadV2 PartitionedCall Prod Reshape ReverseV2 SelectV2 Slice ' +
    'SplitV StatelessIf StatelessWhile StridedSlice Sum Tile Unpack UnsortedSegmentSum',
  activations: 'Elu LeakyRelu Relu Relu6 Selu Softplus',
  backprops: 'EluGrad',
  product: 'MatMul _MklMatMul',
  sum: 'AddN',
  softmax: 'Softmax',
};

const byOperation = new Map(
  Object.entries(NAMES).flatMap(([name, operations]) => operations.split(' ').map(operation => [operation, name])),
);

/** What TensorFlow calls an operation's first output within a function. */
export function outputName(operation: string): string {
  return byOperation.get(operation) ?? 'z';
}
