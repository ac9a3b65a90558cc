import {isMapping} from '../document/json-schema.js';
import type {Path} from '../document/path.js';
import type {Problem} from '../document/problem.js';
import {findReferences} from '../document/references.js';
import type {YamlFile} from '../document/yaml-file.js';
import {FIXED_PARTS} from './experiment-file.js';
import {writtenParameters} from './written-sweep.js';

/** A name between marks with which other programs write a reference: $name, {name}, {{name}}, <name>, %name%. */
const NEARLY = /^(?=\W)(?:\$\{?|\$\(|\{\{?|<|%) *([A-Za-z][\w-]*) *(?:\}?\}|\)|>|%)?$/;

/** The file with references where names of parameters stand that nothing else uses, written as elsewhere; each is a problem. */
export function withMeantReferences(yaml: YamlFile): YamlFile {
  const used = new Set(findReferences(yaml.value).map(({name}) => name));
  const unused = new Set(Object.keys(writtenParameters(yaml.value)).filter(name => !used.has(name)));
  if (unused.size === 0 || !isMapping(yaml.value)) return yaml;
  const problems: Problem[] = [];
  const meant = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((child, index) => meant(child, [...path, index]));
    if (isMapping(value))
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, meant(child, [...path, key])]));
    const [, name] = (typeof value === 'string' && NEARLY.exec(value)) || [];
    if (name === undefined || !unused.has(name)) return value;
    problems.push({
      message: `'${value}' is no reference to the parameter '${name}'`,
      place: yaml.place(path),
      hint: `write "\${${name}}"`,
    });
    return `\${${name}}`;
  };
  const parts = Object.entries(yaml.value).map(([name, part]) => [
    name,
    FIXED_PARTS.includes(name) ? part : meant(part, [name]),
  ]);
  const value = Object.fromEntries(parts);
  return problems.length === 0 ? yaml : {...yaml, value, problems: [...yaml.problems, ...problems]};
}
