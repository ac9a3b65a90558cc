import {parametersText} from '../document/parameter-value.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {notCompiledText} from '../presentation/plan-text.js';
import type {ChosenToolchain} from '../run/choose-toolchain.js';
import {notCompiled} from '../run/not-compiled.js';
import {InputError} from './exit-codes.js';

/** Refuses what the engines can't compile: somebody who asks for an engine by name doesn't get another one. Throws InputError. */
export async function refuseEager(prepared: PreparedExperiment, engines: ChosenToolchain['engines']): Promise<void> {
  const [first] = await notCompiled(prepared, engines);
  if (first)
    throw new InputError(
      `${parametersText(first.first.combination.parameters) || 'the network'} can't be compiled: ${notCompiledText(first.refused)}`,
      '--engine auto trains it eagerly',
    );
}
