import {oneLine} from './one-line.js';

/** A parameter's value as one would write it in the YAML, in one line; a dash where a combination has none. */
export function parameterValue(value: unknown): string {
  if (value === undefined) return '-';
  if (typeof value === 'string') return oneLine(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length === 1 && 'type' in value) return String(value.type);
    return `{${entries.map(([key, child]) => `${key}: ${parameterValue(child)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(parameterValue).join(', ')}]`;
  return String(value);
}

/** activation=tanh window=10; of all parameters, or of those that are named. */
export function parametersText(parameters: Readonly<Record<string, unknown>>, names?: readonly string[]): string {
  return Object.entries(parameters)
    .filter(([name]) => names?.includes(name) ?? true)
    .map(([name, value]) => `${name}=${parameterValue(value)}`)
    .join(' ');
}
