/** A number in `digits` significant digits, with an exponent only where it is very large or small. */
export function shortNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return 'n/a';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(decimals);
}

/** 0.0234 as 2.3 %. */
export function percent(share: number): string {
  return `${shortNumber(100 * share, 2)} %`;
}

/** "0.0020"; below 0.0001 nobody asks by how much. */
export function probabilityNumber(probability: number): string {
  return probability < 1e-4 ? '< 0.0001' : shortNumber(probability, 2);
}

/** "p = 0.0020", "p < 0.0001". */
export function probabilityText(probability: number): string {
  const number = probabilityNumber(probability);
  return number.startsWith('<') ? `p ${number}` : `p = ${number}`;
}

/** A number with its sign, also where that is a plus. */
export function signed(value: number, show: (value: number) => string): string {
  return value > 0 ? `+${show(value)}` : show(value);
}

/** A mean and its standard deviation, both to the place that the deviation's second digit has. */
export function withDeviation(mean: number | null, deviation: number | null): string {
  if (mean === null) return 'n/a';
  // What is left of equal numbers by rounding is no deviation.
  if (deviation === null || deviation <= 1e-12 * Math.abs(mean)) return shortNumber(mean);
  const size = Math.max(Math.abs(mean), deviation);
  if (size >= 1e7 || size < 1e-4) return `${mean.toExponential(3)} ± ${deviation.toExponential(1)}`;
  const decimals = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(deviation))));
  return `${mean.toFixed(decimals)} ± ${deviation.toFixed(decimals)}`;
}

/** 1234567 as 1,234,567. */
export function grouped(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** "1 trial", "2 trials". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** 75 s as 1 min 15 s. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
