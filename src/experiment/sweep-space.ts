import {canonicalJson} from '../document/content-hash.js';
import {closest, didYouMean} from '../document/did-you-mean.js';
import {groupBy} from '../document/group-by.js';
import {isMapping} from '../document/json-schema.js';
import type {Path} from '../document/path.js';
import {hintOf, type Problem} from '../document/problem.js';
import {findReferences, type Reference, unreadableParts, writtenReferences} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import type {YamlFile} from '../document/yaml-file.js';
import {type Axis, countedAxis} from '../sweep/parameters/dimension.js';
import {parameterMistakes, parameterOf} from '../sweep/parameters/index.js';
import {type ListedValue, listedParameter} from '../sweep/parameters/listed-values.js';
import type {Parameter} from '../sweep/parameters/parameter.js';
import type {Naming, Space} from '../sweep/space.js';
import type {SweepEntry} from '../sweep/sweep-entry.js';
import {FIXED_PARTS} from './experiment-file.js';
import {tableMetric} from './table-metrics.js';
import {writtenParameters, writtenPath} from './written-sweep.js';

/** The parameters of an experiment and how they depend on each other, and what is wrong with them. Paths of values are below `sweep`. */
export function spaceOf(
  yaml: YamlFile,
  sweep: SweepEntry,
): {readonly space: Space; readonly problems: readonly Problem[]} {
  const empty = Object.entries(sweep.parameters).filter(([, entry]) => hasNoValues(entry));
  if (empty.length > 0) {
    const others = Object.entries(sweep.parameters).filter(([name]) => !empty.some(([one]) => one === name));
    const {space, problems} = spaceOf(yaml, {...sweep, parameters: Object.fromEntries(others)});
    return {space, problems: [...empty.flatMap(([name, entry]) => entryProblems(yaml, name, entry)), ...problems]};
  }
  const mistakes = Object.entries(sweep.parameters).flatMap(([name, entry]) => entryProblems(yaml, name, entry));
  const listed = (sweep.combinations ?? []).flatMap(one => Object.keys(one));
  const names = [...new Set([...Object.keys(sweep.parameters), ...listed])];
  const parameters = names.map(name => withWritten(name, sweep));
  const naming = namingOf(names, parameters, sweep);
  const order = orderOf(names, naming);
  const always = new Set(referencesIn(yaml.value).map(({name}) => name));
  const problems = [...mistakes, ...nameProblems(yaml, names), ...referenceProblems(yaml, names, naming)];
  const circle = names.filter((_, position) => !order.includes(position));
  const large = expansionProblems(yaml, {names, parameters, naming, order});
  if (large.length > 0) return {space: NO_PARAMETERS, problems: [...problems, ...large]};
  if (circle.length > 0) {
    const straight = Object.entries(sweep.parameters).filter(([name]) => !circle.includes(name));
    const {space} = spaceOf(yaml, {
      parameters: Object.fromEntries(straight),
      strategy: sweep.strategy,
      seeds: sweep.seeds,
    });
    return {space, problems: [...problems, circleProblem(yaml, circle)]};
  }
  return {
    space: {
      names,
      parameters,
      isDeclared: names.map(name => Object.hasOwn(sweep.parameters, name)),
      always: names.map(name => always.has(name)),
      naming,
      order,
    },
    problems,
  };
}

/** Whether an entry that has mistakes has no values either, as a range that runs backwards. */
function hasNoValues(entry: SweepEntry['parameters'][string]): boolean {
  if (parameterMistakes(entry).length === 0) return false;
  const {count} = parameterOf(entry);
  return count !== undefined && !(count >= 1);
}

function entryProblems(yaml: YamlFile, name: string, entry: SweepEntry['parameters'][string]): Problem[] {
  return parameterMistakes(entry).map(({path, message, hint}): Problem => {
    const place = yaml.place(writtenPath(yaml.value, ['sweep', 'parameters', name, ...path]));
    return {message, place, ...hintOf(hint)};
  });
}

const NO_PARAMETERS: Space = {names: [], parameters: [], isDeclared: [], always: [], naming: [], order: []};

/** A parameter with its own values and those that listed combinations give it besides. */
function withWritten(name: string, {parameters, include = [], combinations = []}: SweepEntry): Parameter {
  const entry = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const own = entry && parameterOf(entry);
  const besides = [
    ...combinations.map((values, index) => [values, ['combinations', index, name]] as const),
    ...include.map((values, index) => [values, ['include', index, name]] as const),
  ].flatMap(([values, path]): ListedValue[] =>
    Object.hasOwn(values, name) && own?.codeOf(values[name]) === undefined
      ? [{label: values[name], value: values[name], path}]
      : [],
  );
  const distinct = [...new Map(besides.map(one => [canonicalJson(one.value ?? null), one])).values()];
  if (!own) return listedParameter(distinct);
  const below = {...own, path: (code: number) => ['parameters', name, ...own.path(code)]};
  const hasNames = entry.type === 'named' || (entry.type === 'choices' && !Array.isArray(entry.choices));
  // Where values have names, what is none of them is a slip.
  return hasNames || distinct.length === 0 || own.count === undefined ? below : withMore(below, own.count, distinct);
}

/** A parameter with values besides, whose codes come behind its own. */
function withMore(own: Parameter, count: number, besides: readonly ListedValue[]): Parameter {
  const more = listedParameter(besides);
  return {
    ...own,
    codeOf(value) {
      const code = more.codeOf(value);
      return own.codeOf(value) ?? (code === undefined ? undefined : count + code);
    },
    label: code => (code < count ? own.label(code) : more.label(code - count)),
    value: code => (code < count ? own.value(code) : more.value(code - count)),
    path: code => (code < count ? own.path(code) : more.path(code - count)),
    axis: withChoices(own.axis, besides.length),
  };
}

/** An axis with choices besides, which nothing speaks for beforehand; on one of steps they count as the nearest one. */
function withChoices(axis: Axis, more: number): Axis {
  const {dimension} = axis;
  if (dimension.kind !== 'choice') return axis;
  const none = new Array<number>(more).fill(0);
  return countedAxis({kind: 'choice', weights: [...dimension.weights, ...none]});
}

/** References that stand in the experiment itself, and not in a parameter's value. */
function referencesIn(experiment: unknown): ReturnType<typeof findReferences> {
  if (!isMapping(experiment)) return [];
  const parts = Object.entries(experiment).filter(([part]) => !FIXED_PARTS.includes(part));
  return findReferences(Object.fromEntries(parts));
}

/** Which parameters name others in their values. */
function namingOf(names: readonly string[], parameters: readonly Parameter[], sweep: SweepEntry): Naming[] {
  const placesIn = (value: unknown) => [
    ...new Set(
      findReferences(value)
        .map(({name}) => names.indexOf(name))
        .filter(position => position >= 0),
    ),
  ];
  const listed = [...(sweep.combinations ?? []), ...(sweep.include ?? [])];
  return parameters.flatMap((parameter, position) => {
    const name = names[position];
    const allNamed = new Set(placesIn([sweep.parameters[name], ...listed.map(one => one[name])]));
    if (allNamed.size === 0) return [];
    const known = new Map<number, readonly number[]>();
    const named = (code: number) => remembered(known, code, () => placesIn(parameter.value(code)));
    return [{position, codes: codesOfValues(parameter, sweep.parameters[name]), named, allNamed}];
  });
}

/** The codes of values that somebody wrote: all but those of a range or of a distribution. */
function codesOfValues({count = 0}: Parameter, entry: SweepEntry['parameters'][string] | undefined): readonly number[] {
  const isDrawn = entry?.type === 'range' || entry?.type === 'normal';
  const first = isDrawn ? (parameterOf(entry).count ?? count) : 0;
  return Array.from({length: Math.max(0, count - first)}, (_, index) => first + index);
}

/** Those that name others before these, else as written; without those that name each other in a circle, and who comes behind them. */
function orderOf(names: readonly string[], naming: readonly Naming[]): readonly number[] {
  const order: number[] = [];
  while (order.length < names.length) {
    const waits = (position: number) => naming.some(one => one.allNamed.has(position) && !order.includes(one.position));
    const next = names.findIndex((_, position) => !order.includes(position) && !waits(position));
    if (next < 0) return order;
    order.push(next);
  }
  return order;
}

function circleProblem(yaml: YamlFile, names: readonly string[]): Problem {
  return {
    message: `the values of ${names.map(name => `'${name}'`).join(' and ')} name each other in a circle`,
    place: yaml.place(['sweep', 'parameters', names[0]], 'key'),
  };
}

/** What tables have columns of beside parameters: a parameter of that name could not be asked for. */
const COLUMNS: readonly string[] = ['seed', 'id', 'status', 'error', 'trials'];

function nameProblems(yaml: YamlFile, names: readonly string[]): Problem[] {
  return names
    .filter(name => COLUMNS.includes(name) || tableMetric(name) !== undefined)
    .map(name => ({
      message: `'${name}' is a column that tables have already`,
      place: yaml.place(['sweep', 'parameters', name], 'key'),
      hint: 'give the parameter another name',
    }));
}

/** Characters that a parameter may stand for, once the parameters in its values are filled in. */
const MOST_CHARACTERS = 1_000_000;

/** Parameters in whose values so many others stand, one in the other, that filling them in would never end. */
function expansionProblems(
  yaml: YamlFile,
  {names, parameters, naming, order}: Pick<Space, 'names' | 'parameters' | 'naming' | 'order'>,
): Problem[] {
  const sizes = new Map<string, number>();
  for (const position of [...order].reverse()) {
    const one = naming.find(own => own.position === position);
    let most = 100;
    for (const code of one?.codes ?? []) {
      const value = parameters[position].value(code);
      const inside = findReferences(value).reduce((sum, {name}) => sum + (sizes.get(name) ?? 0), 0);
      most = Math.max(most, JSON.stringify(value).length + inside);
    }
    sizes.set(names[position], most);
  }
  const tooLarge = [...sizes].filter(([, size]) => size > MOST_CHARACTERS).map(([name]) => name);
  return tooLarge.slice(0, 1).map(name => ({
    message: `the values of '${name}' stand for too much, with those that they name`,
    place: yaml.place(['sweep', 'parameters', name], 'key'),
  }));
}

/** References to what is no parameter or can't stand where they do, and parameters that nothing names. */
function referenceProblems(yaml: YamlFile, names: readonly string[], naming: readonly Naming[]): Problem[] {
  // Of a sweep that can't be read nobody knows the parameters.
  const unread = unreadableParts(yaml.value);
  if (!isMapping(yaml.value) || unread.includes('sweep')) return [];
  const written = writtenParameters(yaml.value);
  const problems: Problem[] = [];
  const used = new Set<string>();
  const unknown: Reference[] = [];
  for (const {name, path} of writtenReferences(yaml.value)) {
    const place = yaml.place(path);
    if (FIXED_PARTS.includes(String(path[0])) && !isOfValue(path))
      problems.push({message: `a parameter can't stand in '${path[0]}'`, place});
    // What is wrong with an entry has been told.
    else if (names.includes(name) || Object.hasOwn(written, name)) used.add(name);
    else unknown.push({name, path});
  }
  for (const [name, [first, ...others]] of groupBy(unknown, one => one.name))
    problems.push({
      message: `\${${name}} is not a parameter of the sweep${others.length === 0 ? '' : `, here and in ${counted(others.length)}`}`,
      place: yaml.place(first.path),
      hint: didYouMean(name, names) ?? 'add it under sweep.parameters',
    });
  const reached = reachedFrom(
    names.filter(name => referencesIn(yaml.value).some(one => one.name === name)),
    names,
    naming,
  );
  for (const name of names.filter(name => unread.length === 0 && !reached.has(name)))
    problems.push({
      message: `the parameter '${name}' is never used`,
      place: yaml.place(whereWritten(yaml, name), 'key'),
      hint: isListedSlip(yaml, name, names)
        ? `did you mean '${closest(name, Object.keys(written))}'?`
        : used.has(name)
          ? 'only values of parameters that are not used themselves name it'
          : `write \${${name}} where its values belong`,
    });
  return problems;
}

function counted(others: number): string {
  return others === 1 ? 'one more place' : `${others} more places`;
}

/** Where a parameter is written: by itself, or in the first combination that has it. */
function whereWritten({value}: YamlFile, name: string): Path {
  const sweep = isMapping(value) && isMapping(value.sweep) ? value.sweep : {};
  const own: Path = ['sweep', 'parameters', name];
  if (Object.hasOwn(writtenParameters(value), name) || !Array.isArray(sweep.combinations)) return own;
  const at = sweep.combinations.findIndex((one: unknown) => isMapping(one) && Object.hasOwn(one, name));
  return at < 0 ? own : ['sweep', 'combinations', at, name];
}

/** Whether a name that only listed combinations have is nearly that of a parameter. */
function isListedSlip({value}: YamlFile, name: string, names: readonly string[]): boolean {
  const written = writtenParameters(value);
  return names.includes(name) && !Object.hasOwn(written, name) && closest(name, Object.keys(written)) !== undefined;
}

/** Whether a path lies in a value of a parameter. */
function isOfValue([part, key]: Path): boolean {
  return part === 'sweep' && ['parameters', 'combinations', 'include'].includes(String(key));
}

/** The parameters that some name, and those that their values name, and so on. */
function reachedFrom(
  first: readonly string[],
  names: readonly string[],
  naming: readonly Naming[],
): ReadonlySet<string> {
  const reached = new Set(first);
  for (const name of reached)
    for (const one of naming)
      if (names[one.position] === name) for (const other of one.allNamed) reached.add(names[other]);
  return reached;
}
