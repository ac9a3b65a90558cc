/**
 * TensorFlow.js, handed to what needs it: shapes and parameter counts are known without it, and loading it takes longer
 * than most commands.
 */
export interface TensorFlow {
  readonly core: typeof import('@tensorflow/tfjs-core');
  readonly layers: typeof import('@tensorflow/tfjs-layers');
}
