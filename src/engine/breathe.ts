/** Lets the caller know of steps done, now and then; while it waits, signals and messages are attended to. */
export type Breathe = (steps: number) => Promise<void>;
