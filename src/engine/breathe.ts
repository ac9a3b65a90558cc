/** Lets the caller know of steps done, now and then; while it waits, signals and messages are attended to. */
export type Breathe = (steps: number) => Promise<void>;

/** How long an engine computes, about, before it lets others have their turn. */
export const BREATH_MILLISECONDS = 100;
