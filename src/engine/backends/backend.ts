import type {BackendName} from '../../experiment/experiment-file.js';
import type {TensorFlow} from '../../model/tensorflow.js';

export type {BackendName} from '../../experiment/experiment-file.js';

/** Whether a backend can be used here: what it computes with, or why it can't and what to do. */
export type BackendStatus =
  | {readonly works: true; readonly version: string; readonly note?: string}
  | {readonly works: false; readonly reason: string; readonly remedy: string};

/** What computes. */
export interface Backend {
  readonly name: BackendName;
  readonly description: string;
  /** What is known without loading anything. */
  status(): BackendStatus;
  /** Makes it TensorFlow.js' backend in this process. */
  load(): Promise<TensorFlow>;
}
