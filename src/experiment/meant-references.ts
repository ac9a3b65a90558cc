import {closest} from '../document/did-you-mean.js';
import {groupBy} from '../document/group-by.js';
import {isMapping} from '../document/json-schema.js';
import type {Path} from '../document/path.js';
import type {Problem} from '../document/problem.js';
import {type Reference, writtenReferences} from '../document/references.js';
import type {YamlFile} from '../document/yaml-file.js';
import {FIXED_PARTS} from './experiment-file.js';
import {writtenParameters} from './written-sweep.js';

/** A name between marks with which other programs write a reference: $name, {name}, {{name}}, <name>, %name%. */
const NEARLY = /^(?=\W)(?:\$\{?|\$\(|\{\{?|<|%\(?) *([A-Za-z][\w-]*) *(?:\}?\}|\)s?|>|%)?$/;
/** A reference with blanks around it that only a quote can hold. */
const WITH_BLANKS = /^\s*(\$\{[^}]*\})\s*$/;

/** So many names that are no parameters are compared with those that are. */
const MOST_COMPARED = 50;

/** The file with references where something is written that is nearly one; each slip is a problem. */
export function withMeantReferences(yaml: YamlFile): YamlFile {
  if (!isMapping(yaml.value)) return yaml;
  const slips = new Slips(yaml);
  const parts = Object.entries(yaml.value).map(([name, part]) => [name, slips.meant(part, [name])]);
  const {problems} = slips;
  return problems.length === 0
    ? yaml
    : {...yaml, value: Object.fromEntries(parts), problems: [...yaml.problems, ...problems]};
}

/** What is nearly a reference in a file, found as its parts are looked at. */
class Slips {
  readonly problems: Problem[] = [];
  /** Parameters that nothing names. */
  private readonly unused: ReadonlySet<string>;
  private readonly references: ReadonlyMap<string, readonly Reference[]>;
  /** What names that are no parameters are meant to be. */
  private readonly names: ReadonlyMap<string, string>;

  constructor(private readonly yaml: YamlFile) {
    const names = Object.keys(writtenParameters(yaml.value));
    this.references = groupBy(writtenReferences(yaml.value), ({name}) => name);
    const used = new Set(this.references.keys());
    this.unused = new Set(names.filter(name => !used.has(name)));
    const listed = listedNames(yaml.value);
    const known = new Set(names);
    const unknown = [...used].filter(name => !known.has(name) && !listed.has(name)).slice(0, MOST_COMPARED);
    this.names = new Map(unknown.flatMap(name => this.nearest(name) ?? []));
    for (const [name, near] of this.names) this.problems.push(this.misnamed(name, near));
  }

  /** A reference that is misspelled, or where there are several the parameter. */
  private misnamed(name: string, near: string): Problem {
    const {yaml} = this;
    const [only, ...others] = this.references.get(name) ?? [];
    if (only && others.length === 0) {
      const hint = `did you mean \${${near}}?`;
      return {message: `\${${name}} is not a parameter of the sweep`, place: yaml.place(only.path), hint};
    }
    return {
      message: `the parameter '${near}' is never used, but \${${name}} is`,
      place: yaml.place(['sweep', 'parameters', near], 'key'),
      hint: `call it ${name}, or write \${${near}}`,
    };
  }

  /** A value with references as they were meant. */
  meant(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((child, index) => this.meant(child, [...path, index]));
    if (isMapping(value))
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.meant(child, [...path, key])]));
    if (typeof value !== 'string') return value;
    if (path.join('.') === 'comparison.by') return this.names.get(value) ?? value;
    return this.meantText(this.renamed(value), path);
  }

  private meantText(text: string, path: Path): string {
    const isFixed = FIXED_PARTS.includes(String(path[0])) && path[1] !== 'parameters';
    const [, exact] = WITH_BLANKS.exec(text) ?? [];
    // Of a query or a formula blanks are a part that says nothing.
    const mayHaveBlanks = path[0] === 'features' || path.at(-1) === 'query';
    if (exact !== undefined && exact !== text && !mayHaveBlanks) {
      this.tell(`${JSON.stringify(text)} has blanks beside the reference`, exact, path);
      return exact;
    }
    if (isFixed || exact !== undefined) return text;
    const [, name] = NEARLY.exec(text) ?? [];
    if (name === undefined || !this.unused.has(name)) return text;
    this.tell(`'${text}' is no reference to the parameter '${name}'`, `\${${name}}`, path);
    return `\${${name}}`;
  }

  private tell(message: string, meant: string, path: Path): void {
    this.problems.push({message, place: this.yaml.place(path), hint: `write "${meant}"`});
  }

  private renamed(text: string): string {
    if (this.names.size === 0) return text;
    return text.replace(/\$\{([^}]*)\}/g, (written, name: string) => {
      const near = this.names.get(name);
      return near === undefined ? written : `\${${near}}`;
    });
  }

  private nearest(name: string): [string, string][] {
    const near = closest(name, [...this.unused]);
    return near === undefined ? [] : [[name, near]];
  }
}

/** The names that listed combinations give values. */
function listedNames(experiment: unknown): ReadonlySet<string> {
  const sweep = isMapping(experiment) && isMapping(experiment.sweep) ? experiment.sweep : {};
  const listed = [sweep.combinations, sweep.include].flatMap(one => (Array.isArray(one) ? one : []));
  return new Set(listed.flatMap((one: unknown) => (isMapping(one) ? Object.keys(one) : [])));
}
