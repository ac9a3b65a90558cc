import {dirname} from 'node:path';
import type {OpenFile} from '../data/1-source/opened-file.js';
import type {Checked, Source} from '../document/problem.js';
import {parseYaml, type YamlFile} from '../document/yaml-file.js';
import {experimentOf} from '../experiment/load-experiment.js';
import {type PreparedExperiment, prepareLoaded} from '../plan/prepare.js';
import {locateFile} from './locate-file.js';
import {openDataFile} from './open-data-file.js';
import {readYamlFile} from './read-yaml-file.js';

/** Reads an experiment file, loads its data and checks every combination's shapes; all problems at once, nothing trained. */
export function prepareExperiment(file: string, overrides: readonly string[]): Checked<PreparedExperiment> {
  return prepareYaml(readYamlFile(file, overrides));
}

/** The same of an experiment that is not written in a file any more; paths of data are relative to where that was. */
export function prepareWritten(source: Source, overrides: readonly string[]): Checked<PreparedExperiment> {
  return prepareYaml(parseYaml(source, overrides));
}

function prepareYaml(yaml: Checked<YamlFile>): Checked<PreparedExperiment> {
  if (!yaml.ok) return yaml;
  const loaded = experimentOf(yaml.value);
  return loaded.ok ? prepareLoaded(loaded.value, fileOpener(dirname(yaml.value.source.file))) : loaded;
}

/** Opens files of data beside an experiment file in a folder, or those of npm packages. */
function fileOpener(folder: string): OpenFile {
  return path => {
    const located = locateFile(path, folder);
    if ('missing' in located) return located;
    const {file} = located;
    try {
      return openDataFile(file);
    } catch (error) {
      return {missing: `'${path}' can't be read: ${error instanceof Error ? error.message : error}`};
    }
  };
}
