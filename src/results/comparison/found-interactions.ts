import {meanOf} from '../../data/statistics.js';
import {holm, SIGNIFICANCE} from '../statistics/holm.js';
import type {Interaction} from './comparison.js';
import {everySeedTurns, interactionProbability, type LeadsByValue, leadsByParameter} from './interactions.js';
import type {PairedLeads} from './paired-leads.js';

/**
 * The interactions of each pair that are larger than its margin and more than chance, by one Holm family over all pairs and
 * parameters; and those that every seed says, where there are too few seeds for the test.
 */
export function interactionsOf(
  pairs: readonly PairedLeads[],
  margins: readonly (number | null)[],
): readonly (readonly Interaction[])[] {
  const candidates = pairs.map(({cells}) => leadsByParameter(cells));
  const family = candidates.reduce((sum, {length}) => sum + length, 0);
  const large = candidates.map((ofPair, pair) => ofPair.filter(one => rangeOf(one) > (margins[pair] ?? 0)));
  const tested = large.flat();
  const steps = holm(tested.map(interactionProbability), family);
  const probabilities = new Map(tested.map((one, index) => [one, steps[index].adjusted]));
  return large.map(ofPair =>
    ofPair.flatMap((one): Interaction[] => {
      const adjusted = probabilities.get(one) ?? 1;
      if (adjusted > SIGNIFICANCE && !everySeedTurns(one, family, SIGNIFICANCE)) return [];
      const leads = one.values.map(({value, leads: own}) => ({value, lead: meanOf(own)}));
      return [{parameter: one.parameter, leads, probability: adjusted > SIGNIFICANCE ? null : adjusted}];
    }),
  );
}

/** How far the leads at the values of a parameter are apart. */
function rangeOf({values}: LeadsByValue): number {
  const leads = values.map(({leads: own}) => meanOf(own));
  const range = Math.max(...leads) - Math.min(...leads);
  // What rounding makes of equal leads is no range.
  return range <= 1e-12 * Math.max(...leads.map(Math.abs)) ? 0 : range;
}
