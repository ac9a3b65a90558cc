import type {TrialGroup} from './trial-groups.js';

/** Groups of trials that wait, by the program that trains them. */
export class TrialOrder {
  private readonly waiting = new Map<string, TrialGroup[]>();
  /** Programs that no worker has yet, the next one last. */
  private untouched: readonly string[];

  constructor(groups: readonly TrialGroup[]) {
    for (const group of groups) {
      const alike = this.waiting.get(group.program);
      if (alike) alike.push(group);
      else this.waiting.set(group.program, [group]);
    }
    for (const alike of this.waiting.values()) alike.reverse();
    this.untouched = [...this.waiting.keys()].reverse();
  }

  /**
   * The next group for a worker that has compiled some programs, the last one last: one for a program that it has, else
   * one that nobody has, else one of the program with the most groups left. So each is compiled by few workers.
   */
  next(compiled: readonly string[]): TrialGroup | undefined {
    const program = compiled.findLast(own => this.waiting.has(own)) ?? this.untouched.at(-1) ?? this.fullest();
    const group = program === undefined ? undefined : this.waiting.get(program)?.pop();
    if (program === undefined || !group) return undefined;
    // In a further round a worker may have it already, so that it isn't the next one.
    this.untouched = this.untouched.filter(other => other !== program);
    if (this.waiting.get(program)?.length === 0) this.waiting.delete(program);
    return group;
  }

  /** Whether a group waits for one of these programs. */
  hasAny(programs: readonly string[]): boolean {
    return programs.some(program => this.waiting.has(program));
  }

  private fullest(): string | undefined {
    let most: {readonly program: string; readonly left: number} | undefined;
    for (const [program, {length}] of this.waiting) if (!most || length > most.left) most = {program, left: length};
    return most?.program;
  }
}
