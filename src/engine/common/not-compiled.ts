import {UnsupportedError} from './graph/unsupported-error.js';
import {RecordingError} from './record/recording-error.js';

/** Why a training can't be compiled, and the layer that it is due to, where one is. */
export interface NotCompiled {
  readonly reason: string;
  readonly layer: string | undefined;
}

/** What an error says of a training that can't be compiled; undefined for errors that nobody expects. */
export function notCompiledBecause(error: unknown): NotCompiled | undefined {
  if (error instanceof UnsupportedError) return {reason: error.message, layer: error.layer};
  if (error instanceof RecordingError) return {reason: error.message, layer: undefined};
  return undefined;
}
