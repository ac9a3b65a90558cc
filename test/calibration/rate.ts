/** How often something happened. */
export interface Rate {
  readonly found: number;
  readonly of: number;
}

export function shareOf({found, of}: Rate): number {
  return found / of;
}

/** "4.8 %". */
export function rateText(rate: Rate): string {
  return `${(100 * shareOf(rate)).toFixed(1)} %`;
}

/** Three deviations of a rate that is really `share`: what simulation alone may do. */
export function simulationError(share: number, of: number): number {
  return 3 * Math.sqrt((share * (1 - share)) / of);
}
