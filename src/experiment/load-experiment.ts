import {expandBareNames} from '../document/bare-names.js';
import {didYouMean} from '../document/did-you-mean.js';
import {isMapping} from '../document/json-schema.js';
import {describe, type Mistake} from '../document/mistakes.js';
import {bad, type Checked, good, hintOf, type Place, type Problem, within} from '../document/problem.js';
import {fillReferences, findReferences, type ParameterValues} from '../document/references.js';
import type {Path, YamlFile} from '../document/yaml-file.js';
import {type ParameterLists, parseExpectation} from './expectation.js';
import {type ExperimentFile, experimentSchema, FIXED_PARTS} from './experiment-file.js';
import {validateExperiment} from './validate.js';

/** One combination of sweep parameters, validated, with every default filled in. */
export interface Combination {
  readonly parameters: ParameterValues;
  readonly experiment: ExperimentFile;
  /** Where a part of this combination's experiment is written: a parameter's value counts as written in the sweep. */
  place(path: Path, part?: 'key' | 'value'): Place;
}

/** An experiment file without problems of its own. */
export interface LoadedExperiment {
  readonly file: YamlFile;
  readonly name: string;
  readonly seed: number;
  readonly seeds: number;
  readonly backend: ExperimentFile['backend'];
  readonly parameterNames: readonly string[];
  readonly comparison: ExperimentFile['comparison'];
  readonly expect: readonly string[];
  readonly combinations: readonly Combination[];
}

const MAXIMUM_TRIALS = 100_000;

/** Checks and expands an experiment; all problems at once. */
export function experimentOf(yaml: YamlFile): Checked<LoadedExperiment> {
  const parameters = parametersOf(yaml.value);
  const trials = countTrials(yaml, parameters);
  const isTooLarge = trials > MAXIMUM_TRIALS;
  const problems: Problem[] = [...referenceProblems(yaml, parameters), ...gridProblems(yaml, parameters)];
  if (isTooLarge)
    problems.push({
      message: `the sweep has ${trials} trials; at most ${MAXIMUM_TRIALS} are allowed`,
      place: yaml.place(['sweep'], 'key'),
    });
  const resolved: Combination[] = [];
  for (const combination of isTooLarge ? [{}] : grid(parameters)) {
    const checked = resolveCombination(yaml, combination, parameters);
    if (checked.ok) resolved.push(checked.value);
    else problems.push(...checked.problems);
    if (problems.length > 1000) break;
  }
  const first = resolved[0]?.experiment;
  if (first) {
    problems.push(...comparisonProblems(yaml, first, Object.keys(parameters)));
    problems.push(...expectationProblems(yaml, first, parameters));
  }
  if (problems.length > 0 || !first) return bad(problems);
  return good({
    file: yaml,
    name: first.name,
    seed: first.seed,
    seeds: first.sweep.seeds,
    backend: first.backend,
    parameterNames: Object.keys(parameters),
    comparison: first.comparison,
    expect: first.expect ?? [],
    combinations: resolved,
  });
}

/** What is written under sweep.parameters. */
function writtenParameters(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) && isMapping(value.sweep) && isMapping(value.sweep.parameters) ? value.sweep.parameters : {};
}

/** The parameters that have values; of the others the schema's validation tells. */
function parametersOf(value: unknown): Readonly<Record<string, readonly unknown[]>> {
  const lists = Object.entries(writtenParameters(value)).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0,
  );
  return Object.fromEntries(lists);
}

/** Every combination, the last parameter changing fastest. */
function grid(parameters: Readonly<Record<string, readonly unknown[]>>): ParameterValues[] {
  return Object.entries(parameters).reduce<ParameterValues[]>(
    (combinations, [name, values]) =>
      combinations.flatMap(combination => values.map(value => ({...combination, [name]: value}))),
    [{}],
  );
}

function gridProblems(yaml: YamlFile, parameters: Readonly<Record<string, readonly unknown[]>>): Problem[] {
  const problems: Problem[] = [];
  for (const [name, values] of Object.entries(parameters)) {
    const seen = new Map<string, number>();
    values.forEach((value, index) => {
      const key = JSON.stringify(value);
      if (seen.has(key))
        problems.push({
          message: `${describe(value)} is listed twice`,
          place: yaml.place(['sweep', 'parameters', name, index]),
        });
      seen.set(key, index);
    });
  }
  return problems;
}

function countTrials(yaml: YamlFile, parameters: Readonly<Record<string, readonly unknown[]>>): number {
  const sweep = isMapping(yaml.value) && isMapping(yaml.value.sweep) ? yaml.value.sweep : {};
  const seeds = typeof sweep.seeds === 'number' ? sweep.seeds : 1;
  return Object.values(parameters).reduce((product, values) => product * values.length, seeds);
}

function referenceProblems(yaml: YamlFile, parameters: Readonly<Record<string, unknown>>): Problem[] {
  if (!isMapping(yaml.value)) return [];
  const known = Object.keys(parameters);
  const written = writtenParameters(yaml.value);
  const used = new Set<string>();
  const problems: Problem[] = [];
  for (const {name, path} of findReferences(yaml.value)) {
    const place = yaml.place(path);
    if (FIXED_PARTS.includes(String(path[0])))
      problems.push({message: `a parameter can't stand in '${path[0]}'`, place});
    else if (Object.hasOwn(written, name)) used.add(name);
    else
      problems.push({
        message: `\${${name}} is not a parameter of the sweep`,
        place,
        hint: didYouMean(name, known) ?? 'add it under sweep.parameters',
      });
  }
  for (const name of known.filter(name => !used.has(name)))
    problems.push({
      message: `the parameter '${name}' is never used`,
      place: yaml.place(['sweep', 'parameters', name], 'key'),
      hint: `write \${${name}} where its values belong`,
    });
  return problems;
}

function resolveCombination(
  yaml: YamlFile,
  parameters: ParameterValues,
  all: Readonly<Record<string, readonly unknown[]>>,
): Checked<Combination> {
  const place = (path: Path, part?: 'key' | 'value', written = path) => {
    const origin = referenceAt(yaml.value, written);
    const values = origin === undefined ? undefined : all[origin];
    if (origin === undefined || !values) return yaml.place(path, part);
    return yaml.place(['sweep', 'parameters', origin, values.indexOf(parameters[origin])]);
  };
  const filled = filledIn(yaml.value, parameters);
  const result = validateExperiment(expandBareNames(filled, experimentSchema));
  if ('document' in result) return good({parameters, experiment: result.document, place});
  const problem = ({path, part, badKey, message, hint}: Mistake): Problem => {
    // A key stands in the file where its object does, also where its value is a parameter's.
    const written = badKey ? path.slice(0, -1) : path;
    return {message, place: place(path, part, written), ...hintWithUse(yaml, written, hint)};
  };
  // What is wrong about an undefined parameter has been told already.
  return bad(result.mistakes.filter(({path}) => !isMapping(filled) || !isUnfilled(filled, path)).map(problem));
}

/** The experiment with a combination's values in it; parts that are about the whole are copied as they are. */
function filledIn(value: unknown, parameters: ParameterValues): unknown {
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([part, child]) => [
      part,
      FIXED_PARTS.includes(part) ? structuredClone(child) : fillReferences(child, parameters),
    ]),
  );
}

/** The parameter whose value stands at a path, if the path goes through a whole-string reference. */
function referenceAt(value: unknown, path: Path): string | undefined {
  let here: unknown = value;
  for (const step of [undefined, ...path]) {
    if (step !== undefined)
      here = typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[step] : undefined;
    const whole = typeof here === 'string' ? /^\$\{([^}]*)\}$/.exec(here) : null;
    if (whole) return whole[1];
  }
  return undefined;
}

function hintWithUse(yaml: YamlFile, path: Path, hint: string | undefined): {hint?: string} {
  const name = referenceAt(yaml.value, path);
  if (name === undefined) return hintOf(hint);
  const use = `\${${name}} stands for ${path.join('.')}`;
  return {hint: hint ? `${hint}; ${use}` : use};
}

function isUnfilled(value: unknown, path: Path): boolean {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here === 'string') break;
    here = typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[step] : undefined;
  }
  return typeof here === 'string' && findReferences(here).length > 0;
}

function comparisonProblems(yaml: YamlFile, experiment: ExperimentFile, names: readonly string[]): Problem[] {
  const {comparison} = experiment;
  if (!comparison || names.includes(comparison.by)) return [];
  const hint = didYouMean(comparison.by, names);
  return [
    {
      message: `'${comparison.by}' is not a parameter of the sweep`,
      place: yaml.place(['comparison', 'by']),
      ...hintOf(hint),
    },
  ];
}

function expectationProblems(yaml: YamlFile, {expect = []}: ExperimentFile, parameters: ParameterLists): Problem[] {
  return expect.flatMap((text, index) => {
    const read = parseExpectation(text, parameters);
    if ('expectation' in read) return [];
    const {message, hint, offset, length} = read.mistake;
    const place = within(yaml.place(['expect', index]), text, offset, length);
    return [{message, place, ...hintOf(hint)}];
  });
}
