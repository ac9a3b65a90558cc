import {wantedTargets} from '../data/3-choose/target-option.js';
import {expandBareNames} from '../document/bare-names.js';
import {distinct} from '../document/content-hash.js';
import {didYouMean} from '../document/did-you-mean.js';
import {isMapping} from '../document/json-schema.js';
import {describe, type Mistake} from '../document/mistakes.js';
import {bad, type Checked, good, hintOf, type Place, type Problem, within} from '../document/problem.js';
import {fillReferences, findReferences, type ParameterValues} from '../document/references.js';
import type {Path, YamlFile} from '../document/yaml-file.js';
import {type ParameterLists, parseExpectation} from './expectation.js';
import {type ExperimentFile, experimentSchema, FIXED_PARTS} from './experiment-file.js';
import {type MeasuredParts, metricMistake} from './metric-mistake.js';
import {validateExperiment} from './validate.js';

/** One combination of sweep parameters, validated, with every default filled in. */
export interface Combination {
  readonly parameters: ParameterValues;
  readonly experiment: ExperimentFile;
  /** Which fold, counted from 1, where its split has folds: then it is one of its parameters, too. */
  readonly fold: number | undefined;
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
  /** How many folds its splits have; 0 where there are none. */
  readonly folds: number;
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
    if (checked.ok) resolved.push(...inFolds(checked.value));
    else problems.push(...checked.problems);
    if (problems.length > 1000) break;
  }
  const first = resolved[0]?.experiment;
  const folds = distinct(resolved.flatMap(({fold}) => fold ?? []));
  const all = folds.length > 0 ? {...parameters, [FOLD]: folds} : parameters;
  if (first) {
    const parts = measuredParts(resolved);
    problems.push(
      ...foldProblems(yaml, parameters, {folds: folds.length, trials: resolved.length * first.sweep.seeds}),
    );
    problems.push(...comparisonProblems(yaml, first, Object.keys(all), parts));
    problems.push(...expectationProblems(yaml, first, all, parts));
  }
  if (problems.length > 0 || !first) return bad(problems);
  return good({
    file: yaml,
    name: first.name,
    seed: first.seed,
    seeds: first.sweep.seeds,
    backend: first.backend,
    parameterNames: Object.keys(all),
    folds: folds.length,
    comparison: first.comparison,
    expect: first.expect ?? [],
    combinations: resolved,
  });
}

/** What the parameter is called that folds are. */
export const FOLD = 'fold';

/** A combination in each fold of its split. */
function inFolds(one: Combination): readonly Combination[] {
  const {folds} = one.experiment.data.split;
  if (!folds) return [one];
  return Array.from({length: folds.count}, (_, index) => ({
    ...one,
    parameters: {...one.parameters, [FOLD]: index + 1},
    fold: index + 1,
  }));
}

/** What folds make of a sweep that it can't be. */
function foldProblems(
  yaml: YamlFile,
  parameters: Readonly<Record<string, unknown>>,
  {folds, trials}: {readonly folds: number; readonly trials: number},
): Problem[] {
  if (folds === 0) return [];
  if (Object.hasOwn(parameters, FOLD))
    return [
      {
        message: `a split with folds has a parameter '${FOLD}' of its own`,
        place: yaml.place(['sweep', 'parameters', FOLD], 'key'),
        hint: 'give this one another name',
      },
    ];
  if (trials <= MAXIMUM_TRIALS) return [];
  return [
    {
      message: `the sweep has ${trials} trials with its ${folds} folds; at most ${MAXIMUM_TRIALS} are allowed`,
      place: yaml.place(['data', 'split', 'folds']),
    },
  ];
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
  if ('document' in result) return good({parameters, experiment: result.document, fold: undefined, place});
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

/** What any of the combinations measures by itself. */
function measuredParts(combinations: readonly Combination[]): MeasuredParts {
  const experiments = combinations.map(({experiment}) => experiment);
  const targets = experiments.flatMap(({data}) => wantedTargets(data.target));
  return {
    steps: experiments.reduce((most, {window}) => Math.max(most, window.steps), 1),
    targets: distinct(targets.map(({column}) => String(column))),
    areTransformed: targets.some(({transform}) => transform !== 'none'),
    areSeries: experiments.some(({data}) => 'series' in data && data.series !== undefined),
    isRefit: experiments.some(({training}) => training.refit === true),
  };
}

function comparisonProblems(
  yaml: YamlFile,
  {comparison}: ExperimentFile,
  names: readonly string[],
  parts: MeasuredParts,
): Problem[] {
  if (!comparison) return [];
  const {by, metric} = comparison;
  const mistake = metricMistake(metric, parts);
  const problems: Problem[] = mistake
    ? [{message: mistake.message, place: yaml.place(['comparison', 'metric']), ...hintOf(mistake.hint)}]
    : [];
  const isFold = by === FOLD && names.includes(FOLD) && !Object.hasOwn(writtenParameters(yaml.value), FOLD);
  if (isFold)
    problems.push({
      message: 'folds are no rivals: each is measured on rows of its own',
      place: yaml.place(['comparison', 'by']),
      hint: 'compare a parameter of the sweep; every fold takes part',
    });
  if (names.includes(by)) return problems;
  const hint = didYouMean(by, names);
  const place = yaml.place(['comparison', 'by']);
  return [{message: `'${by}' is not a parameter of the sweep`, place, ...hintOf(hint)}, ...problems];
}

function expectationProblems(
  yaml: YamlFile,
  {expect = []}: ExperimentFile,
  parameters: ParameterLists,
  parts: MeasuredParts,
): Problem[] {
  return expect.flatMap((text, index) => {
    const read = parseExpectation(text, parameters);
    if ('expectation' in read) {
      const {left, right} = read.expectation;
      const metrics = distinct([left, right].flatMap(side => (side.type === 'metric' ? side.metric : [])));
      return metrics.flatMap(metric => {
        const mistake = metricMistake(metric, parts);
        const place = within(yaml.place(['expect', index]), text, text.indexOf(metric), metric.length);
        return mistake ? [{message: mistake.message, place, ...hintOf(mistake.hint)}] : [];
      });
    }
    const {message, hint, offset, length} = read.mistake;
    const place = within(yaml.place(['expect', index]), text, offset, length);
    return [{message, place, ...hintOf(hint)}];
  });
}
