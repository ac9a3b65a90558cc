import {type Condition, conditionParts, fulfils, unquoted} from '../../results/condition.js';
import type {SortableRow, SortableRows} from './sortable-rows.js';

/** What the filter of a table asks for: conditions on its columns, by their places, and words that stand anywhere in a row. */
export interface Filter {
  readonly conditions: readonly {readonly column: number; readonly condition: Condition}[];
  readonly words: readonly string[];
  /** The first name in a condition that no column has; then the condition is looked for as a word. */
  readonly unknown: string | undefined;
}

/**
 * Reads `tanh window>3 optimizer={type: adam, learningRate: 0.01}`. A value goes as far as what some row has in the column,
 * or to the end of its quotes; of other values it is one word.
 */
export function parseFilter(text: string, {columns, rows}: SortableRows): Filter {
  const conditions: {column: number; condition: Condition}[] = [];
  const words: string[] = [];
  let unknown: string | undefined;
  let rest = text.trim();
  while (rest !== '') {
    const begin = BEGIN.exec(rest);
    const column = begin ? columns.findIndex(({name}) => name === begin[1]) : -1;
    const end = begin ? begin[0].length : 0;
    const length = end + valueLength(rest.slice(end), column < 0 ? [] : rows.map(({texts}) => texts[column]));
    const part = rest.slice(0, length);
    const condition = begin ? conditionParts(part) : undefined;
    const isUnfinished = column >= 0 && unquoted(part.slice(end)) === '';
    if (condition && column >= 0) conditions.push({column, condition});
    // Somebody is about to write its value.
    else if (!isUnfinished)
      words.push(`${begin?.[0].replaceAll(/\s/g, '') ?? ''}${unquoted(part.slice(end))}`.toLowerCase());
    if (condition && column < 0) unknown ??= condition.name;
    rest = rest.slice(length).trimStart();
  }
  return {conditions, words, unknown};
}

/** Whether a row fulfils all conditions, and has every word in some cell. */
export function keeps({conditions, words}: Filter, {texts, values}: SortableRow): boolean {
  return (
    conditions.every(({column, condition}) => fulfils(values[column], condition)) &&
    words.every(word => texts.some(text => text.toLowerCase().includes(word)))
  );
}

/** A name and an operator, with spaces around it. */
const BEGIN = /^([^<>=!\s]+)\s*(?:<=|>=|==|!=|<|>|=)\s*/;
const QUOTED = /^(["'])(.*?)\1(?=\s|$)/;

/** How long the value is that a text begins with; `known` are those that rows have. */
function valueLength(text: string, known: readonly string[]): number {
  const values = new Set(known);
  for (const {index} of [...text.matchAll(/\s|$/g)].reverse()) {
    const part = text.slice(0, index);
    if (values.has(part) || values.has(unquoted(part))) return index;
  }
  return QUOTED.exec(text)?.[0].length ?? bracketed(text) ?? text.search(/\s|$/);
}

/** How long the mapping or list is that a text begins with; undefined where it begins with none, or doesn't end it. */
function bracketed(text: string): number | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    if (/[[{]/.test(text[at])) open++;
    if (/[\]}]/.test(text[at])) open--;
    if (open === 0) return at + 1;
  }
  return undefined;
}
