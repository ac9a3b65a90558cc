import {parametersText, parameterValue} from '../document/parameter-value.js';
import type {Problem} from '../document/problem.js';
import type {Sequence} from '../document/sequence.js';
import type {Combination} from '../experiment/combination.js';

/** Values of a parameter that are named; of more the first ones are. */
const MOST_NAMED = 4;
/** Among so many combinations it is looked for what those with a problem have in common. */
const MOST_COMPARED = 20_000;

interface FoundProblem {
  readonly problem: Problem;
  /** The places of the combinations that have it. */
  readonly at: Set<number>;
}

/** Gathers what is wrong with combinations; each problem is told once, and of which ones it is one where it isn't one of all. */
export class CombinationProblems {
  private readonly found = new Map<string, FoundProblem>();

  /** What is wrong with a combination. */
  add(index: number, problems: readonly Problem[]): void {
    for (const problem of problems) {
      const {place, message} = problem;
      const key = `${place.source.file}:${place.line}:${place.column}:${message}`;
      const known = this.found.get(key);
      if (known) known.at.add(index);
      else this.found.set(key, {problem, at: new Set([index])});
    }
  }

  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  /** The problems, each with the combinations that have it. */
  all(combinations: Sequence<Combination>): Problem[] {
    let labels: Labels | undefined;
    return [...this.found.values()].map(({problem, at}) => {
      if (at.size === combinations.length) return problem;
      labels ??= new Labels(combinations);
      return {...problem, message: `${problem.message}, for ${labels.commonText(at)}`};
    });
  }
}

type Label = string | undefined;

/** What the parameters of combinations are called, worked out once for all problems. */
class Labels {
  private readonly rows: readonly ReadonlyMap<string, string>[];
  /** Parameters that aren't the same in all, and how many combinations have each of their values. */
  private readonly counts = new Map<string, ReadonlyMap<Label, number>>();

  constructor(private readonly combinations: Sequence<Combination>) {
    this.rows = combinations
      .first(MOST_COMPARED)
      .map(({parameters}) => new Map(Object.entries(parameters).map(([name, value]) => [name, parameterValue(value)])));
    for (const name of new Set(this.rows.flatMap(row => [...row.keys()]))) {
      const own = new Map<Label, number>();
      for (const row of this.rows) own.set(row.get(name), (own.get(row.get(name)) ?? 0) + 1);
      if (own.size > 1) this.counts.set(name, own);
    }
  }

  /** What some combinations have in common that no others have: values of one parameter, of two, of all that matter; else the first of them. */
  commonText(at: ReadonlySet<number>): string {
    const common = this.combinations.length <= MOST_COMPARED ? this.common(at) : undefined;
    if (common) return [...common].map(([name, values]) => `${name}=${valuesText([...values])}`).join(' ');
    const [first] = at;
    const others = at.size === 1 ? '' : ` and ${at.size - 1} other combinations`;
    return parametersText(this.combinations.at(first).parameters, [...this.counts.keys()]) + others;
  }

  private common(at: ReadonlySet<number>): ReadonlyMap<string, ReadonlySet<Label>> | undefined {
    const some = [...this.counts].flatMap(([name, all]) => {
      const values = new Set([...at].map(index => this.rows[index].get(name)));
      return values.size < all.size ? [[name, values] as const] : [];
    });
    const pairs = some.flatMap((one, index) => some.slice(index + 1).map(other => [one, other]));
    const found = [...some.map(one => [one]), ...pairs, some].find(chosen => this.countOf(chosen) === at.size);
    return found && new Map(found);
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
  return [...named.slice(0, -2), named.slice(-2).join(' or ')].join(', ');
}
