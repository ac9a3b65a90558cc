import type {BackendName} from './backends/backend.js';

/** How a step is executed: kernel by kernel in TensorFlow.js, or as a WebAssembly program of whole trainings. */
export type EngineName = 'eager' | 'compiled';
export const ENGINE_CHOICES = ['auto', 'eager', 'compiled'] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

/** The engine to use on a backend, or why the one that was asked for can't be. */
export type ChosenEngine =
  | {readonly ok: true; readonly engine: EngineName}
  | {readonly ok: false; readonly message: string; readonly remedy: string};

/** Compiled where nothing but the embedded default is asked of the backend; the others keep their own kernels. */
export function chooseEngine(wanted: EngineChoice, backend: BackendName): ChosenEngine {
  switch (wanted) {
    case 'auto':
      return {ok: true, engine: backend === 'wasm' ? 'compiled' : 'eager'};
    case 'eager':
      return {ok: true, engine: 'eager'};
    case 'compiled':
      if (backend === 'wasm') return {ok: true, engine: 'compiled'};
      return {
        ok: false,
        message: `the compiled engine makes WebAssembly, and can't be used with the ${backend} backend`,
        remedy: '--backend wasm, or --engine auto',
      };
  }
}
