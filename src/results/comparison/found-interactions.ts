import {holm, SIGNIFICANCE} from '../statistics/holm.js';
import {fewestValues} from '../statistics/sign-flips.js';
import {meanOf} from '../statistics/summary.js';
import type {Interaction} from './comparison.js';
import {everySeedTurns, interactionProbability, type LeadsByValue, leadsByParameter} from './interactions.js';
import type {PairedLeads} from './paired-leads.js';

/** An interaction with how far its leads are apart. */
export type FoundInteraction = Interaction & {readonly range: number};

/** The interactions of each pair that are more than chance; one Holm family over all pairs and parameters. */
export function interactionsOf(pairs: readonly PairedLeads[]): FoundInteraction[][] {
  const candidates = pairs.map(({cells}) => leadsByParameter(cells));
  const all = candidates.flat();
  const testable = all.filter(({values}) => values[0].leads.length >= fewestValues(SIGNIFICANCE));
  const steps = new Map<LeadsByValue, number>();
  const corrected = holm(testable.map(interactionProbability));
  testable.forEach((one, index) => {
    steps.set(one, corrected[index].adjusted);
  });
  return candidates.map(ofPair =>
    ofPair.flatMap(one => {
      const probability = steps.get(one) ?? null;
      if (probability === null ? !everySeedTurns(one) : probability > SIGNIFICANCE) return [];
      const leads = one.values.map(({value, leads: own}) => ({value, lead: meanOf(own)}));
      const sizes = leads.map(({lead}) => lead);
      const range = sizes.reduce((a, b) => Math.max(a, b)) - sizes.reduce((a, b) => Math.min(a, b));
      return [{parameter: one.parameter, leads, probability, range}];
    }),
  );
}
