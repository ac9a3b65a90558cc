import {backends} from '../../engine/backends/index.js';
import {notCompiledBecause} from '../../engine/common/not-compiled.js';
import {trainingGraphs} from '../../engine/webassembly/run/compile-program.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import type {PreparedCombination} from '../../plan/prepared-combination.js';
import {graphsText} from '../../presentation/graph-text.js';
import {planText} from '../../presentation/plan-text.js';
import {notCompiled} from '../../run/not-compiled.js';
import {toolchainOrTold} from '../chosen-toolchain.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {preparedOrTold} from '../prepared.js';
import {outScreen, writeText} from '../streams.js';

export interface PlanCommandOptions {
  readonly set?: readonly string[];
  readonly backend?: string;
  readonly engine: string;
  readonly graph?: string;
  readonly limit?: number;
}

/** Lists what would be trained; or shows what one trial computes. */
export async function plan(file: string, options: PlanCommandOptions): Promise<ExitCode> {
  const prepared = await preparedOrTold(file, options.set);
  if (!prepared) return EXIT.badInput;
  const toolchain = toolchainOrTold(prepared, options);
  if (!toolchain) return EXIT.badInput;
  if (options.graph !== undefined) {
    const {graphs} = await graphsOrThrow(combinationOf(options.graph, prepared));
    writeText(graphsText(graphs, outScreen().style));
    return EXIT.fine;
  }
  const refusals = await notCompiled(prepared, toolchain.engines);
  writeText(planText(prepared, {...toolchain, refusals}, outScreen(), options.limit));
  return EXIT.fine;
}

/** The combination of a trial that is named by its number in the plan, counted from 1, or by its id. */
function combinationOf(wanted: string, {experiment, combinations, trials}: PreparedExperiment): PreparedCombination {
  const {seeds} = experiment;
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  if (number >= 1 && number <= trials.length) return combinations.at(Math.floor((number - 1) / seeds));
  for (const one of combinations) if (one.trials.some(({id}) => id === wanted)) return one;
  throw new InputError(`there is no trial '${wanted}'`, `a number from 1 to ${trials.length}, or a trial's id`);
}

async function graphsOrThrow(combination: PreparedCombination): Promise<ReturnType<typeof trainingGraphs>> {
  try {
    return trainingGraphs(await backends.cpu.load(), combination.setup);
  } catch (error) {
    const refused = notCompiledBecause(error);
    throw refused ? new InputError(refused.reason) : error;
  }
}
