import type {Trial} from '../plan/trial.js';

/** Trials that wait, by the program that trains them. */
export class TrialOrder {
  private readonly waiting = new Map<string, Trial[]>();
  /** Programs that no worker has yet, the next one last. */
  private readonly untouched: string[];

  constructor(trials: readonly Trial[], programOf: (trial: Trial) => string) {
    for (const trial of trials) {
      const program = programOf(trial);
      const group = this.waiting.get(program);
      if (group) group.push(trial);
      else this.waiting.set(program, [trial]);
    }
    for (const group of this.waiting.values()) group.reverse();
    this.untouched = [...this.waiting.keys()].reverse();
  }

  /**
   * The next trial for a worker that has compiled some programs, the last one last: one for a program that it has, else
   * one that nobody has, else one of the program with the most trials left. So each is compiled by few workers.
   */
  next(compiled: readonly string[]): {readonly trial: Trial; readonly program: string} | undefined {
    const program = compiled.findLast(own => this.waiting.has(own)) ?? this.untouched.at(-1) ?? this.fullest();
    const trial = program === undefined ? undefined : this.waiting.get(program)?.pop();
    if (program === undefined || !trial) return undefined;
    if (this.untouched.at(-1) === program) this.untouched.pop();
    if (this.waiting.get(program)?.length === 0) this.waiting.delete(program);
    return {trial, program};
  }

  private fullest(): string | undefined {
    let most: {readonly program: string; readonly left: number} | undefined;
    for (const [program, {length}] of this.waiting) if (!most || length > most.left) most = {program, left: length};
    return most?.program;
  }
}
