import {expandBareNames} from '../document/bare-names.js';
import {isMapping} from '../document/json-schema.js';
import type {Mistake} from '../document/mistakes.js';
import type {Path} from '../document/path.js';
import {hintOf, type Place} from '../document/problem.js';
import {fillReferences, findReferences, isFilled, type ParameterValues, UNREADABLE} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import type {YamlFile} from '../document/yaml-file.js';
import type {Parameter} from '../sweep/parameters/parameter.js';
import type {Points} from '../sweep/points.js';
import type {Space} from '../sweep/space.js';
import type {CombinationProblem, CombinationProblems} from './combination-problems.js';
import {ComposedPart} from './composed-part.js';
import {type ExperimentFile, experimentSchema, FIXED_PARTS} from './experiment-file.js';
import {validateExperiment, withOthers} from './validate.js';
import {writtenPath} from './written-sweep.js';

/** The parts of an experiment that parameters may change. */
export const PARTS = ['data', 'features', 'standardization', 'window', 'model', 'training'] as const;
export type VariedPart = (typeof PARTS)[number];

export type VariedParts = Pick<ExperimentFile, VariedPart>;

function isWhole(parts: Partial<VariedParts>): parts is VariedParts {
  return PARTS.every(name => name in parts);
}

/** So many values of a part are kept; further ones are put together each time. */
const MOST_KEPT = 50_000;

/** A part for some values of parameters, where it is right or it is clear how it was meant, and what is wrong with it. */
interface Entry {
  readonly meant: Partial<VariedParts>;
  readonly wrong: readonly CombinationProblem[];
}

const NOTHING_WRONG: readonly CombinationProblem[] = [];

/** A part of the experiment, and on which parameters it depends. */
interface Part {
  readonly name: VariedPart;
  readonly positions: readonly number[];
  readonly known: Map<string | number, Entry>;
  /** How it is put together where there are more than are kept; nothing where it can't be. */
  composed?: {readonly by: ComposedPart | undefined};
}

/**
 * The parts of combinations: validated, with every default filled in. A part that depends on some parameters is made once for each
 * choice of these, and is then the very same object in all combinations.
 */
export class ResolvedParts {
  private readonly parts: readonly Part[];
  /** What is wrong at paths of the experiment where the numbers of a range stand. */
  private readonly told = new Map<string, readonly CombinationProblem[]>();

  constructor(
    private readonly yaml: YamlFile,
    private readonly space: Space,
    private readonly points: Points,
  ) {
    this.parts = PARTS.map(name => ({
      name,
      positions: positionsIn(this.part(name), space),
      known: new Map<string | number, Entry>(),
    }));
  }

  /** The parts of a combination; undefined where something is wrong with them, which is added to the problems. */
  of(index: number, problems?: CombinationProblems): VariedParts | undefined {
    const {parts, areRight} = this.meantOf(index, problems);
    return areRight && isWhole(parts) ? parts : undefined;
  }

  /** The parts of a combination that are right, or of which it is clear how they were meant; what is wrong is added to the problems. */
  meantOf(
    index: number,
    problems?: CombinationProblems,
  ): {readonly parts: Partial<VariedParts>; readonly areRight: boolean; readonly areKnown: boolean} {
    const found: Partial<VariedParts> = {};
    let areRight = true;
    for (const part of this.parts) {
      const {meant, wrong} = this.entry(part, index);
      Object.assign(found, meant);
      if (wrong.length > 0) areRight = false;
      problems?.add(index, wrong);
    }
    return {parts: found, areRight, areKnown: isWhole(found)};
  }

  /** Adds a combination; gives its place. */
  add(codes: Float64Array): number {
    this.points.add(codes);
    return this.points.length - 1;
  }

  /** What stands in the experiment for the parameters of a combination. */
  private values(codes: ArrayLike<number>): ParameterValues {
    return this.valuesBy((position, code) => this.space.parameters[position].value(code), codes);
  }

  /** What trials call the parameters of a combination. */
  labels(index: number): ParameterValues {
    return this.valuesBy((position, code) => this.space.parameters[position].label(code), this.points.codes(index));
  }

  private valuesBy(of: (position: number, code: number) => unknown, codes: ArrayLike<number>): ParameterValues {
    const values: Record<string, unknown> = {};
    this.space.names.forEach((name, position) => {
      const code = codes[position];
      if (!Number.isNaN(code)) values[name] = of(position, code);
    });
    return values;
  }

  /** Where a part of a combination is written: in the experiment, or in the value of a parameter. */
  place(index: number, path: Path, part?: 'key' | 'value'): Place {
    return this.yaml.place(this.origin(index, path).path, part);
  }

  /** The path at which a part of a combination is written, and the parameter in whose value that is, if it is one. */
  private origin(index: number, path: Path, isKey = false): {readonly path: Path; readonly inValueOf?: string} {
    let inValueOf: string | undefined;
    const found = writtenAt(this.yaml.value, path, isKey, name => {
      const position = this.space.names.indexOf(name);
      const code = position < 0 ? Number.NaN : this.points.code(index, position);
      if (Number.isNaN(code)) return undefined;
      const parameter = this.space.parameters[position];
      inValueOf = name;
      return {path: ['sweep', ...parameter.path(code)], value: parameter.value(code)};
    });
    return {path: found, ...(inValueOf === undefined ? {} : {inValueOf})};
  }

  /** A mistake of the experiment in its place; none where it is about a parameter that isn't there, which has been told. */
  problems(
    index: number,
    filled: unknown,
    {path, part, badKey, message, hint}: Mistake,
  ): readonly CombinationProblem[] {
    // That a reference can't stand there, or stands for nothing, is told by itself; a parameter's own value stands for itself.
    const isOfSweep = path[0] === 'sweep' && path[1] === 'parameters';
    if (isMapping(filled) && isUnfilled(filled, path, isOfSweep)) return [];
    // A key stands in the file where its object does, also where its value is a parameter's.
    const written = badKey ? path.slice(0, -1) : path;
    const isReferenced = referenceAt(this.yaml.value, written) !== undefined;
    const {path: found, ...origin} = isReferenced
      ? this.origin(index, path, badKey)
      : {path: writtenPath(this.yaml.value, path)};
    const place = this.yaml.place(found, part);
    const parameter = this.parameterAt(written);
    const whole = message.startsWith('expected a whole number') ? parameter?.wholeHint : undefined;
    const tell = (): readonly CombinationProblem[] => [
      {message, place, ...this.hintWithUse(written, hint ?? whole), ...origin},
    ];
    // Of a range each drawn number would be told.
    const isRange = parameter !== undefined && parameter.count === undefined;
    return isRange ? remembered(this.told, path.join('/'), tell) : tell();
  }

  /** The experiment as it is written, with the values of a combination in it. */
  filled(index: number): unknown {
    return isMapping(this.yaml.value)
      ? Object.fromEntries(
          Object.keys(this.yaml.value).map(name => [
            name,
            this.filledPart(name, this.values(this.points.codes(index))),
          ]),
        )
      : this.yaml.value;
  }

  private filledPart(name: string, values: ParameterValues): unknown {
    return FIXED_PARTS.includes(name) ? structuredClone(this.part(name)) : fillReferences(this.part(name), values);
  }

  private entry(part: Part, index: number): Entry {
    const {name, positions, known} = part;
    const key =
      positions.length === 1
        ? this.points.code(index, positions[0])
        : positions.map(position => this.points.code(index, position)).join();
    const before = known.get(key);
    if (before) return before;
    const codes = this.points.codes(index);
    if (known.size < MOST_KEPT) {
      const entry = this.validated(name, codes, index);
      known.set(key, entry);
      return entry;
    }
    part.composed ??= {by: ComposedPart.of(this.part(name), this.space, codes, own => this.resolved(name, own))};
    const composed = part.composed.by?.at(codes);
    return composed === undefined
      ? this.validated(name, codes, index)
      : {meant: {[name]: composed}, wrong: NOTHING_WRONG};
  }

  private validated(name: VariedPart, codes: Float64Array, index: number): Entry {
    // That a part is missing is told with the whole.
    if (this.part(name) === undefined && experimentSchema.required.includes(name))
      return {meant: {}, wrong: NOTHING_WRONG};
    const {written, result} = this.validation(name, codes);
    // What a reference stands for that is none has been told, and is unknown.
    const isKnown = isFilled(written);
    if ('document' in result) return {meant: isKnown ? {[name]: result.document[name]} : {}, wrong: NOTHING_WRONG};
    const wrong = result.mistakes.flatMap(mistake => this.problems(index, written, mistake));
    return {meant: isKnown && result.meant ? {[name]: result.meant[name]} : {}, wrong};
  }

  /** A part for some codes of all parameters; undefined where it doesn't fit. */
  private resolved(name: VariedPart, codes: Float64Array): unknown {
    const {result} = this.validation(name, codes);
    return 'document' in result ? result.document[name] : undefined;
  }

  private validation(name: VariedPart, codes: Float64Array) {
    const written = this.part(name) === undefined ? {} : {[name]: this.filledPart(name, this.values(codes))};
    return {written, result: validateExperiment(withOthers(expandBareNames(written, experimentSchema)))};
  }

  private part(name: string): unknown {
    return isMapping(this.yaml.value) ? this.yaml.value[name] : undefined;
  }

  /** The parameter whose value stands at a path of the experiment. */
  private parameterAt(path: Path): Parameter | undefined {
    const name = referenceAt(this.yaml.value, path);
    const position = name === undefined ? -1 : this.space.names.indexOf(name);
    return position < 0 ? undefined : this.space.parameters[position];
  }

  private hintWithUse(path: Path, hint: string | undefined): {hint?: string} {
    const name = referenceAt(this.yaml.value, path);
    if (name === undefined) return hintOf(hint);
    const use = `\${${name}} stands for ${path.join('.')}`;
    return {hint: hint ? `${hint.replace(/\.$/, '')}; ${use}` : use};
  }
}

/** The places of the parameters that decide about data and windows, as an experiment is written. */
export function shapingPositions({value}: YamlFile, space: Space): readonly number[] {
  if (!isMapping(value)) return [];
  const {data, features, standardization, window} = value;
  return positionsIn([data, features, standardization, window], space);
}

/** The places of the parameters that a value depends on, those in values of others included. */
function positionsIn(value: unknown, {names, naming}: Space): readonly number[] {
  const found = new Set(findReferences(value).map(({name}) => names.indexOf(name)));
  for (const position of found)
    for (const other of naming.find(one => one.position === position)?.allNamed ?? []) found.add(other);
  return [...found].filter(position => position >= 0).sort((a, b) => a - b);
}

const WHOLE = /^\$\{([^}]*)\}$/;

/** A value that stands in the place of a parameter, and where it is written. */
interface WrittenValue {
  readonly path: Path;
  readonly value: unknown;
}

/** Where a path leads, through parameters whose values stand alone where it passes; a key stands where it does, whatever its value. */
function writtenAt(
  value: unknown,
  path: Path,
  isKey: boolean,
  valueBy: (name: string) => WrittenValue | undefined,
): Path {
  let here: unknown = value;
  let way: Path = [];
  for (let at = 0; ; at++) {
    if (isKey && at === path.length) return way;
    for (let whole = wholeReference(here); whole !== undefined; whole = wholeReference(here)) {
      const found = valueBy(whole);
      if (!found) break;
      way = found.path;
      here = found.value;
    }
    if (at === path.length) return way;
    way = [...way, path[at]];
    here = typeof here === 'object' && here !== null ? Reflect.get(here, path[at]) : undefined;
  }
}

function wholeReference(value: unknown): string | undefined {
  return typeof value === 'string' ? WHOLE.exec(value)?.[1] : undefined;
}

/** The parameter whose value stands at a path, if the path goes through a whole-string reference. */
function referenceAt(value: unknown, path: Path): string | undefined {
  let here: unknown = value;
  for (const step of [undefined, ...path]) {
    if (step !== undefined) here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
    const whole = wholeReference(here);
    if (whole !== undefined) return whole;
  }
  return undefined;
}

function isUnfilled(value: unknown, path: Path, onlyUnreadable: boolean): boolean {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here === 'string') break;
    here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  }
  if (typeof here !== 'string') return false;
  return onlyUnreadable ? here === UNREADABLE : !isFilled(here);
}
