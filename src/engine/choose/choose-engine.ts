import {BACKENDS, type BackendName} from '../../experiment/experiment-file.js';
import {ENGINES, type EngineName} from '../../training/result.js';
import {expectedSeconds, expectedSweepSeconds} from './expected-time.js';
import type {Loads, TrainingLoad} from './training-load.js';

export const ENGINE_CHOICES = ['auto', ...ENGINES] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

/** The engines of each backend; the cpu backend is for comparison, and has no other. */
const ENGINES_OF = {
  wasm: ['compiled', 'eager'],
  native: ['graph', 'xla', 'eager'],
  cpu: ['eager'],
} as const satisfies Record<BackendName, readonly EngineName[]>;

/** The engines that a backend has. */
export function enginesOf(backend: BackendName): readonly EngineName[] {
  return ENGINES_OF[backend];
}

/** The engine to use for each load on a backend, and why where that was for us to choose; or why the one asked for can't be. */
export type ChosenEngines =
  | {readonly ok: true; readonly engines: readonly EngineName[]; readonly reason: string | undefined}
  | {readonly ok: false; readonly message: string; readonly remedy: string};

/** The engine that was asked for by name, or for each load the one of the backend that is expected to be the fastest. */
export function chooseEngines(wanted: EngineChoice, backend: BackendName, loads: Loads): ChosenEngines {
  if (wanted === 'auto') return fastestEngines(backend, loads);
  if (ENGINES_OF[backend].some(name => name === wanted))
    return {ok: true, engines: allOf(wanted, loads), reason: undefined};
  const home = backendOf(wanted);
  const what = home === 'wasm' ? 'makes WebAssembly' : "makes TensorFlow's graphs";
  return {
    ok: false,
    message: `the ${wanted} engine ${what}, and can't be used with the ${backend} backend`,
    remedy: `--backend ${home}, or --engine auto`,
  };
}

/** The one backend that an engine belongs to; undefined for eager ones, and where any engine will do. */
export function backendOf(engine: EngineChoice): BackendName | undefined {
  const homes = BACKENDS.filter(backend => ENGINES_OF[backend].some(name => name === engine));
  return homes.length === 1 ? homes[0] : undefined;
}

function allOf(engine: EngineName, {count}: Loads): readonly EngineName[] {
  return new Array<EngineName>(count).fill(engine);
}

function fastestEngines(backend: BackendName, known: Loads): ChosenEngines {
  // Compiled programs are made in a tenth of a second: there is nothing to weigh up.
  if (backend === 'wasm') return {ok: true, engines: allOf('compiled', known), reason: undefined};
  const names = ENGINES_OF[backend];
  const loads = known.all();
  const engines = loads.map(load => {
    const times = names.map(engine => ({engine, seconds: expectedSeconds(backend, engine, load)}));
    return times.reduce((best, one) => (one.seconds < best.seconds ? one : best)).engine;
  });
  if (names.length === 1) return {ok: true, engines, reason: undefined};
  const alone = names.map(name => `${secondsText(totalSeconds(backend, () => name, loads))} by ${name} alone`);
  const chosen = secondsText(totalSeconds(backend, index => engines[index], loads));
  return {ok: true, engines, reason: `auto: expected to take ${chosen}; ${alone.join(', ')}`};
}

/** Seconds that loads are expected to take together. */
export function totalSeconds(
  backend: BackendName,
  engineOf: (index: number) => EngineName,
  loads: readonly TrainingLoad[],
): number {
  return expectedSweepSeconds(
    backend,
    loads.map((load, index) => ({load, engine: engineOf(index)})),
  );
}

/** Seconds in two digits, with their unit. */
export function secondsText(seconds: number): string {
  return `${Number(seconds.toPrecision(2))} s`;
}
