import type {Problem, Source} from './problem.js';
import {yamlExcess} from './yaml-limits.js';
import {parseWritten, type WrittenYaml} from './yaml-syntax.js';

/** A document without the sections in which something stands in the way of reading it. */
export interface ReadSections extends WrittenYaml {
  /** The keys in the first column of which nobody knows what they hold. */
  readonly unread: readonly string[];
}

/** A key in the first column of a text, and where what it holds begins and ends. */
interface Section {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** So many sections may be left out. */
const MOST_UNREAD = 6;

/** Parses a YAML text; where a section of it can't be read the others are, as if it weren't there. */
export function parseSections(source: Source): ReadSections {
  const whole = parseWritten(source);
  const sections = sectionsOf(source.text);
  const problems: Problem[] = [];
  const unread: string[] = [];
  let text = source.text;
  let written = whole;
  while (written.problems.length > 0) {
    const {brokenAt = -1} = written;
    const section = sections.findLast(({begin}) => begin <= brokenAt);
    // The same of the next key, too: then it comes of what is before both.
    const isAgain =
      problems.some(({message}) => message === written.problems[0].message) && brokenAt === section?.begin;
    if (!section || isAgain || unread.length >= MOST_UNREAD || unread.includes(section.name))
      return {...whole, unread: []};
    problems.push(...written.problems);
    unread.push(section.name);
    text = blanked(text, section);
    // What was one long text may be many parts.
    if (yamlExcess({...source, text})) return {...whole, unread: []};
    written = parseWritten(source, text);
  }
  if (unread.length === 0 || written.document.contents === null) return {...whole, unread: []};
  return {...written, around: [...problems, ...written.around], unread};
}

function sectionsOf(text: string): readonly Section[] {
  const found = [...text.matchAll(/^["']?([A-Za-z][\w-]*)/gm)];
  return found.map((match, at) => ({
    name: match[1],
    begin: match.index,
    end: found[at + 1]?.index ?? text.length,
  }));
}

/** The text with blanks in the place of a section: all else stays where it is. */
function blanked(text: string, {begin, end}: Section): string {
  return text.slice(0, begin) + text.slice(begin, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}
