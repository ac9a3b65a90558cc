import type {Trial} from '../plan/trial.js';

/** Trials that wait, by the program that trains them. */
export class TrialOrder {
  private readonly waiting = new Map<string, Trial[]>();
  private readonly taken = new Set<string>();

  constructor(trials: readonly Trial[], programOf: (trial: Trial) => string) {
    for (const trial of trials) {
      const program = programOf(trial);
      const group = this.waiting.get(program);
      if (group) group.push(trial);
      else this.waiting.set(program, [trial]);
    }
  }

  /**
   * The next trial for a worker that has compiled some programs, the last one last: one for a program that it has, else
   * one that nobody has, else one of the program with the most trials left. So each is compiled by few workers.
   */
  next(compiled: readonly string[]): {readonly trial: Trial; readonly program: string} | undefined {
    const programs = [...this.waiting.keys()];
    const own = [...compiled].reverse().find(program => this.waiting.has(program));
    const untouched = programs.find(program => !this.taken.has(program));
    const [fullest] = programs.sort((a, b) => this.left(b) - this.left(a));
    const program = own ?? untouched ?? fullest;
    const group = program === undefined ? undefined : this.waiting.get(program);
    const trial = group?.shift();
    if (program === undefined || !trial) return undefined;
    if (group?.length === 0) this.waiting.delete(program);
    this.taken.add(program);
    return {trial, program};
  }

  private left(program: string): number {
    return this.waiting.get(program)?.length ?? 0;
  }
}
