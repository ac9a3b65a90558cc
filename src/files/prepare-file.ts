import {dirname} from 'node:path';
import type {OrderedTable} from '../data/2-order/order.js';
import {bad, type Checked, type Source} from '../document/problem.js';
import {parseYaml, type YamlFile} from '../document/yaml-file.js';
import {lookedExperiment} from '../experiment/load-experiment.js';
import {memoryProblems} from '../plan/expected-memory.js';
import {type PreparedExperiment, prepareLoaded} from '../plan/prepare.js';
import {machineMemory} from './machine-memory.js';
import {readYamlFile} from './read-yaml-file.js';
import {surroundingsOf} from './surroundings.js';

/** What an experiment is called that was made of a text: no file has such a name. */
export const NO_FILE = 'a text, and no file';

/** Reads an experiment file, loads its data and checks every combination's shapes; all problems at once, nothing trained. */
export function prepareExperiment(file: string, overrides: readonly string[]): Promise<Checked<PreparedExperiment>> {
  return prepareYaml(readYamlFile(file, overrides));
}

/** The same of an experiment that is not written in a file any more; paths of data are relative to where that was. Its data may have been `read` already. */
export function prepareWritten(
  source: Source,
  overrides: readonly string[],
  read?: OrderedTable,
): Promise<Checked<PreparedExperiment>> {
  return prepareYaml(parseYaml(source, overrides), read);
}

async function prepareYaml(yaml: Checked<YamlFile>, read?: OrderedTable): Promise<Checked<PreparedExperiment>> {
  if (!yaml.ok) return yaml;
  const {experiment, problems: own, unchecked} = lookedExperiment(yaml.value);
  if (!experiment) return bad(own, unchecked);
  const prepared = await prepareLoaded(experiment, surroundingsOf(dirname(yaml.value.source.file)), read);
  if (own.length > 0)
    return prepared.ok
      ? bad(own, unchecked)
      : bad([...own, ...prepared.problems], [...unchecked, ...(prepared.unchecked ?? [])]);
  // Told before any of it is allocated, by this process or another one.
  if (!prepared.ok && prepared.problems.length === 0)
    throw new Error('an experiment does not fit, and nothing says why');
  const problems = prepared.ok ? memoryProblems(prepared.value, machineMemory()) : [];
  return problems.length > 0 ? bad(problems) : prepared;
}
