import {Help} from 'commander';
import {wrapped} from '../presentation/text-width.js';

const INDENT = '  ';
/** A description in a column of fewer columns would be many short lines. */
const LEAST_BESIDE = 40;

/** A command or an option of the help with what it does: beside it, and below it where a terminal is narrow. */
export function helpItem(term: string, termWidth: number, description: string, help: Help): string {
  const width = help.helpWidth ?? 80;
  const beside = width - termWidth - 2 * INDENT.length;
  if (beside >= LEAST_BESIDE) return Help.prototype.formatItem.call(help, term, termWidth, description, help);
  const lines = wrapped(description, width - 2 * INDENT.length).split('\n');
  return [INDENT + term, ...lines.map(line => INDENT + INDENT + line)].join('\n');
}
