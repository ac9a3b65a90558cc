import {groupBy} from '../document/group-by.js';
import {listedWords} from '../document/listed-words.js';
import {parametersText, parameterValue} from '../document/parameter-value.js';
import {inOrder, type Problem, problemKey} from '../document/problem.js';
import type {ParameterValues} from '../document/references.js';
import {remembered} from '../document/remembered.js';

/** Values of a parameter that are named; of more the first ones are. */
const MOST_NAMED = 4;
/** Among so many combinations it is looked for what those with a problem have in common. */
const MOST_COMPARED = 20_000;

/** What is wrong with a combination. */
export interface CombinationProblem extends Problem {
  /** The parameter in whose value it stands: that says by itself of which combinations it is one. */
  readonly inValueOf?: string;
}

/** Gathers what is wrong with combinations; each problem is told once, and of which ones it is one where it isn't one of all. */
export class CombinationProblems {
  /** Where the combinations are that have the very same problems. */
  private readonly found = new Map<readonly CombinationProblem[], Places>();
  private known = 0;

  /** What is wrong with a combination; they are added from the first to the last. */
  add(index: number, problems: readonly CombinationProblem[]): void {
    if (problems.length === 0) return;
    const places = remembered(this.found, problems, () => {
      this.known += problems.length;
      return new Places();
    });
    places.add(index);
  }

  get isEmpty(): boolean {
    return this.known === 0;
  }

  /** How many problems there are, those counted apart that were found apart. */
  get count(): number {
    return this.known;
  }

  /**
   * The problems in the order of their places, each with the combinations that have it: of so many, with these parameters. Where
   * these are not all that there may be, what some of them have in common says nothing.
   */
  all(length: number, parameters: (index: number) => ParameterValues, areAll = true): readonly Problem[] {
    const byProblem = new Map<string, {readonly problem: CombinationProblem; readonly places: Places}>();
    for (const [problems, places] of this.found)
      for (const problem of problems)
        remembered(byProblem, problemKey(problem), () => ({problem, places: new Places()})).places.join(places);
    let labels: Labels | undefined;
    const textOf = (places: Places, inValueOf?: string): string | undefined => {
      if (places.count === length) return undefined;
      labels ??= new Labels(length, parameters, areAll);
      return labels.commonText(places, inValueOf);
    };
    return inOrder(
      [...groupBy([...byProblem.values()], ({problem}) => likeness(problem)).values()].map(([first, ...others]) => {
        const {inValueOf, ...problem} = first.problem;
        const more = new Places();
        for (const {places} of others) more.join(places);
        const parts = [
          problem.message,
          withWord('for', textOf(first.places, inValueOf)),
          others.length === 0 ? '' : withWord('likewise for', textOf(more, inValueOf)),
        ];
        return {...problem, message: parts.filter(part => part !== '').join(', ')};
      }),
    );
  }
}

/** Equal for problems that differ in numbers alone, such as the shapes of other windows. */
function likeness({hint, message, ...problem}: CombinationProblem): string {
  return JSON.stringify([problemKey({...problem, message: message.replace(/-?\d+(\.\d+)?(e[+-]?\d+)?/g, '#')}), hint]);
}

function withWord(word: string, text: string | undefined): string {
  return text === undefined ? '' : `${word} ${text}`;
}

/** The places of some combinations; of those that are too many to be compared only how many there are. */
class Places {
  readonly compared = new Set<number>();
  private further = 0;

  get count(): number {
    return this.compared.size + this.further;
  }

  add(index: number): void {
    if (index < MOST_COMPARED) this.compared.add(index);
    else this.further++;
  }

  join({compared, further}: Places): void {
    for (const index of compared) this.compared.add(index);
    this.further += further;
  }
}

type Label = string | undefined;

/** What the parameters of combinations are called, worked out once for all problems. */
class Labels {
  private readonly rows: readonly ReadonlyMap<string, string>[];
  /** Parameters that aren't the same in all, and how many combinations have each of their values. */
  private readonly counts = new Map<string, ReadonlyMap<Label, number>>();

  constructor(
    private readonly length: number,
    private readonly parameters: (index: number) => ParameterValues,
    private readonly areAll: boolean,
  ) {
    this.rows = Array.from({length: Math.min(length, MOST_COMPARED)}, (_, index) => {
      return new Map(Object.entries(parameters(index)).map(([name, value]) => [name, parameterValue(value)]));
    });
    for (const name of new Set(this.rows.flatMap(row => [...row.keys()]))) {
      const own = new Map<Label, number>();
      for (const row of this.rows) own.set(row.get(name), (own.get(row.get(name)) ?? 0) + 1);
      if (own.size > 1) this.counts.set(name, own);
    }
  }

  /**
   * What some combinations have in common that no others have: values of one parameter, of two, of all that matter; else the
   * first of them. Undefined where it is the parameter alone in whose value a problem stands.
   */
  commonText({compared, count}: Places, inValueOf: string | undefined): string | undefined {
    const common = this.areAll && this.length <= MOST_COMPARED ? this.common(compared) : undefined;
    if (inValueOf !== undefined && (!common || (common.size === 1 && common.has(inValueOf)))) return undefined;
    if (common) return [...common].map(([name, values]) => `${name}=${valuesText([...values])}`).join(' ');
    const [first] = compared;
    if (first === undefined) return `${count} combinations`;
    const more = this.areAll ? `${count - 1} other combinations` : 'others';
    const others = count === 1 ? '' : ` and ${more}`;
    return parametersText(this.parameters(first), [...this.counts.keys()]) + others;
  }

  private common(at: ReadonlySet<number>): ReadonlyMap<string, ReadonlySet<Label>> | undefined {
    // A parameter of few values says more than one that has another value nearly everywhere, as a drawn number has.
    const mostValues = this.rows.length / (this.counts.size > 1 ? 2 : 1);
    const byValues = [...this.counts]
      .filter(([, {size}]) => size <= mostValues)
      .toSorted(([, a], [, b]) => a.size - b.size);
    const some = byValues.flatMap(([name, all]) => {
      const values = new Set([...at].map(index => this.rows[index].get(name)));
      return values.size < all.size ? [[name, values] as const] : [];
    });
    const pairs = some.flatMap((one, index) => some.slice(index + 1).map(other => [one, other]));
    const found = [...some.map(one => [one]), ...pairs, some].find(chosen => this.countOf(chosen) === at.size);
    // In the order in which they are written.
    return found && new Map(found.toSorted(([a], [b]) => this.position(a) - this.position(b)));
  }

  private position(name: string): number {
    return [...this.counts.keys()].indexOf(name);
  }

  /** How many combinations have one of the values of each parameter. */
  private countOf(chosen: readonly (readonly [name: string, values: ReadonlySet<Label>])[]): number {
    const [[name, values] = ['', new Set<Label>()], ...others] = chosen;
    if (others.length === 0)
      return [...values].reduce((sum, value) => sum + (this.counts.get(name)?.get(value) ?? 0), 0);
    return this.rows.filter(row => chosen.every(([own, wanted]) => wanted.has(row.get(own)))).length;
  }
}

function valuesText(values: readonly Label[]): string {
  const named = values.slice(0, MOST_NAMED).map(value => value ?? 'nothing');
  const more = values.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  return listedWords(named, 'or');
}
