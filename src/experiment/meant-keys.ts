import {expandBareNames} from '../document/bare-names.js';
import {isMapping, propertiesOf} from '../document/json-schema.js';
import {hintOf, type Problem} from '../document/problem.js';
import {UNREADABLE} from '../document/references.js';
import {pathAsWritten, type Renamed} from '../document/validator.js';
import type {YamlFile} from '../document/yaml-file.js';
import {experimentSchema} from './experiment-file.js';
import {validateExperiment} from './validate.js';
import {typedSweep} from './written-sweep.js';

/** The file with the parts of the experiment, and the keys of its sweep, called as they were meant; each slip is a problem. */
export function withMeantKeys(written: YamlFile): YamlFile {
  const parts = renamedIn(written, []);
  return renamedIn(parts, ['sweep']);
}

function renamedIn(yaml: YamlFile, around: readonly [] | readonly ['sweep']): YamlFile {
  const [part] = around;
  if (!isMapping(yaml.value)) return yaml;
  const mapping = part === undefined ? yaml.value : yaml.value[part];
  const known = propertiesOf(part === undefined ? experimentSchema : experimentSchema.properties[part]);
  if (!isMapping(mapping) || Object.keys(mapping).every(key => key in known)) return yaml;
  const whole = 'sweep' in yaml.value ? {...yaml.value, sweep: typedSweep(yaml.value.sweep)} : yaml.value;
  const result = validateExperiment(expandBareNames(structuredClone(whole), experimentSchema));
  if ('document' in result) return yaml;
  const problems: Problem[] = [];
  const renamed: Renamed[] = [];
  const names = new Map<string, string>();
  for (const {path, meantKey, badKey, message, hint} of result.mistakes) {
    const key = String(path[around.length]);
    const isHere = badKey && path.length === around.length + 1 && path[0] === (part ?? key);
    if (!isHere || meantKey === undefined || meantKey in mapping || [...names.values()].includes(meantKey)) continue;
    problems.push({message, place: yaml.place(path, 'key'), ...hintOf(hint)});
    renamed.push({around, written: key, meant: meantKey});
    names.set(key, meantKey);
  }
  if (renamed.length === 0) return yaml;
  // A key that a brace without a space before it is part of has lost its value.
  const entries = Object.entries(mapping).map(([key, value]) => {
    const meant = names.get(key);
    return meant === undefined ? [key, value] : [meant, /[:{[]/.test(key) ? UNREADABLE : value];
  });
  const own = Object.fromEntries(entries);
  return {
    ...yaml,
    value: part === undefined ? own : {...yaml.value, [part]: own},
    problems: [...yaml.problems, ...problems],
    place: (path, at) => yaml.place(pathAsWritten(path, renamed), at),
  };
}
