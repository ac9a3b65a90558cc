/** A combination that a search wants to know about. */
export interface Proposal {
  readonly codes: Float64Array;
  /** For how many epochs it is trained, where the search decides that. */
  readonly epochs: number | undefined;
}

/** A proposal and what came of it: less is better; null where it failed. */
export interface Known extends Proposal {
  readonly value: number | null;
}

/** What decides by what is known: who is pending has been proposed, but nothing is known of it. */
export type Decide = (known: readonly Known[], pending: readonly Proposal[]) => Proposal | undefined;

/**
 * Proposes combinations one after the other. The first `free` ones rest on no result; the one at a later place k rests on those of
 * the first k - parallel + 1 and on nothing else, whoever was faster: it is the same for any number of workers, and after any
 * interruption.
 */
export class Search {
  private readonly proposals: Proposal[] = [];
  private readonly values = new Map<number, number | null>();

  constructor(
    private readonly waiting: {readonly free: number; readonly parallel: number},
    private readonly decide: Decide,
  ) {}

  /** The next proposal and its place; undefined where it waits for results, or where there is none any more. */
  next(): {readonly place: number; readonly proposal: Proposal} | undefined {
    const place = this.proposals.length;
    const {free, parallel} = this.waiting;
    // Where nothing can be decided yet, one more result may change that.
    for (let seen = place < free ? 0 : Math.max(0, place - parallel + 1); seen <= place; seen++) {
      const known = this.known(seen);
      if (!known) return undefined;
      const proposal = this.decide(known, this.proposals.slice(seen));
      if (!proposal) continue;
      this.proposals.push(proposal);
      return {place, proposal};
    }
    return undefined;
  }

  tell(place: number, value: number | null): void {
    this.values.set(place, value);
  }

  /** The results of the first ones; undefined where one of them is not in yet. */
  private known(count: number): readonly Known[] | undefined {
    const known: Known[] = [];
    for (let place = 0; place < count; place++) {
      const value = this.values.get(place);
      if (value === undefined) return undefined;
      known.push({...this.proposals[place], value});
    }
    return known;
  }
}
