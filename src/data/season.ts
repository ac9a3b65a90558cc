/** The most rows that are looked at, the last ones, and the longest season that is looked for. */
const MOST_ROWS = 20_000;
const LONGEST = 2000;
/** How alike rows a season apart must be, as an autocorrelation of what a straight line leaves. */
const ALIKE = 0.3;
/** Of few rows as alike as this by chance, in standard deviations of what noise has. */
const BEYOND_CHANCE = 4;
/** How much nearer rows a season apart must be to each other than those half a season apart. */
const NEARER = 0.8;
/** Of several lags that are nearly as good the shortest is the season, the others are multiples of it. */
const NEARLY = 0.9;

/**
 * How many rows a season has, by training values alone; undefined where there is none. It is a lag at which what is left of the
 * values without their trend is alike, and at which they are nearer to each other than half a season apart: walks have no such lag.
 */
export function foundSeason(training: Float64Array): number | undefined {
  const values = training.subarray(Math.max(0, training.length - MOST_ROWS));
  const longest = Math.min(LONGEST, Math.floor(values.length / 3));
  if (longest < 4) return undefined;
  const rest = withoutTrend(values);
  const variance = product(rest, 0);
  if (!(variance > 0)) return undefined;
  const correlations = Float64Array.from({length: longest + 2}, (_, lag) => product(rest, lag) / variance);
  const least = Math.max(ALIKE, BEYOND_CHANCE / Math.sqrt(values.length));
  const peaks: number[] = [];
  for (let lag = 2; lag <= longest; lag++) {
    const own = correlations[lag];
    const isPeak = own >= least && own > correlations[lag - 1] && own >= correlations[lag + 1];
    if (isPeak && meanChange(rest, lag) <= NEARER * meanChange(rest, lag >> 1)) peaks.push(lag);
  }
  const highest = peaks.reduce((most, lag) => Math.max(most, correlations[lag]), 0);
  return peaks.find(lag => correlations[lag] >= NEARLY * highest);
}

/** What a straight line by least squares leaves. */
function withoutTrend(values: Float64Array): Float64Array {
  const middle = (values.length - 1) / 2;
  let [sum, moment, spread] = [0, 0, 0];
  values.forEach((value, row) => {
    sum += value;
    moment += value * (row - middle);
    spread += (row - middle) * (row - middle);
  });
  const [mean, slope] = [sum / values.length, moment / spread];
  return values.map((value, row) => value - mean - slope * (row - middle));
}

function product(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let row = lag; row < values.length; row++) sum += values[row] * values[row - lag];
  return sum;
}

function meanChange(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let row = lag; row < values.length; row++) sum += Math.abs(values[row] - values[row - lag]);
  return sum / (values.length - lag);
}
