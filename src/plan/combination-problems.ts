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

  all(combinations: Sequence<Combination>): Problem[] {
    return [...this.found.values()].map(({problem, at}) => {
      const which = at.size === combinations.length ? '' : `, for ${commonText(at, combinations)}`;
      return {...problem, message: problem.message + which};
    });
  }
}

/** What some combinations have in common that no others have: values of one parameter, or of two; else the first of them. */
function commonText(at: ReadonlySet<number>, combinations: Sequence<Combination>): string {
  const [first] = at;
  if (combinations.length <= MOST_COMPARED) {
    const all = combinations.map(({parameters}) => parameters);
    const labels = all.map(own => new Map(Object.entries(own).map(([name, value]) => [name, parameterValue(value)])));
    const names = [...new Set(all.flatMap(own => Object.keys(own)))];
    const sets = new Map(names.map(name => [name, new Set([...at].map(index => labels[index].get(name)))]));
    const areThey = (chosen: readonly string[]) =>
      labels.every((own, index) => chosen.every(name => sets.get(name)?.has(own.get(name))) === at.has(index));
    const some = names.filter(name => sets.get(name)?.size !== new Set(labels.map(own => own.get(name))).size);
    const pairs = some.flatMap((name, index) => some.slice(index + 1).map(other => [name, other]));
    const common = [...some.map(name => [name]), ...pairs, some].find(areThey);
    if (common) return common.map(name => `${name}=${valuesText([...(sets.get(name) ?? [])])}`).join(' ');
  }
  const others = at.size === 1 ? '' : ` and ${at.size - 1} other combinations`;
  return parametersText(combinations.at(first).parameters, varying(combinations)) + others;
}

/** Parameters that aren't the same in all of the first combinations. */
function varying(combinations: Sequence<Combination>): readonly string[] {
  const some = combinations.first(MOST_COMPARED).map(({parameters}) => parameters);
  const names = [...new Set(some.flatMap(own => Object.keys(own)))];
  return names.filter(name => new Set(some.map(own => parameterValue(own[name]))).size > 1);
}

function valuesText(values: readonly (string | undefined)[]): string {
  const named = values.slice(0, MOST_NAMED).map(value => value ?? 'nothing');
  const more = values.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  return [...named.slice(0, -2), named.slice(-2).join(' or ')].join(', ');
}
