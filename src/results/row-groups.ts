import type {ParameterValues} from '../document/references.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import type {RunResults} from './run-results.js';

/** What makes a row: the combinations that are the same in some parameters, and their trials. */
export interface RowGroup {
  readonly parameters: ParameterValues;
  readonly planned: number;
  readonly trials: readonly TrialRecord[];
  readonly combinations: ReadonlySet<ParameterValues>;
}

/** The rows of a run by some parameters, in the order of the plan. */
export function rowGroups({combinations, seeds, trials}: RunResults, names: readonly string[]): readonly RowGroup[] {
  const keyOf = (parameters: ParameterValues) => JSON.stringify(names.map(name => parameters[name] ?? null));
  const groups = new Map<string, {trials: TrialRecord[]; combinations: Set<ParameterValues>}>();
  for (const parameters of combinations) {
    const key = keyOf(parameters);
    const group = groups.get(key) ?? {trials: [], combinations: new Set()};
    groups.set(key, group);
    group.combinations.add(parameters);
  }
  for (const trial of trials) groups.get(keyOf(trial.parameters))?.trials.push(trial);
  return [...groups.values()].map(group => {
    const [first] = group.combinations;
    return {
      ...group,
      parameters: Object.fromEntries(names.map(name => [name, first?.[name]])),
      planned: group.combinations.size * seeds.length,
    };
  });
}
