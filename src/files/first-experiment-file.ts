import {existsSync, statSync} from 'node:fs';
import {basename, join, relative} from 'node:path';
import {FILE_ENDINGS} from '../data/1-source/index.js';
import type {OrderedTable} from '../data/2-order/order.js';
import {surveyFile} from '../data/survey.js';
import {typeOfFile} from '../document/bare-names.js';
import {isMapping} from '../document/json-schema.js';
import {bad, type Checked, good, placeAt} from '../document/problem.js';
import {parseYaml} from '../document/yaml-file.js';
import {firstExperimentOn} from '../experiment/first-experiment.js';
import {experimentOf} from '../experiment/load-experiment.js';
import {surroundingsOf} from './surroundings.js';

/** An experiment for a file of data, as it would be written into a folder. */
export interface WrittenExperiment {
  readonly name: string;
  readonly text: string;
  /** The data, as it was read for that. */
  readonly table: OrderedTable;
}

/** Whether a path is a file of data and not an experiment. */
export function isDataFile(path: string): boolean {
  return !/\.ya?ml$/i.test(path) && existsSync(path) && statSync(path).isFile();
}

/** Writes an experiment for a file of data; overrides such as data.decimal=. decide what the file doesn't show. */
export async function experimentForFile(
  file: string,
  folder: string,
  overrides: readonly string[],
  wantedName?: string,
): Promise<Checked<WrittenExperiment>> {
  const unfit = overrides.find(one => !/^data\.(?!path\b|type\b)/.test(one));
  if (unfit !== undefined)
    return bad([
      {
        message: `'${unfit}' says nothing about how a file is read`,
        place: placeAt({file: '--set', text: unfit}, 0, unfit.length),
        hint: 'here --set takes keys of data, such as data.decimal=. or data.time=date',
      },
    ]);
  const type = typeOfFile(file, FILE_ENDINGS);
  const path = relative(folder, file).replaceAll('\\', '/');
  const name = wantedName ?? nameFor(file);
  const draft = JSON.stringify({
    version: 1,
    name,
    data: {type, path},
    window: {length: 1},
    model: {layers: ['flatten', {type: 'dense', units: 1}]},
  });
  // Problems of the draft are problems of the file, or of what is laid over it.
  const yaml = parseYaml({file: join(folder, `${name}.yaml`), text: draft}, overrides);
  if (!yaml.ok) return yaml;
  const loaded = experimentOf(yaml.value);
  if (!loaded.ok) return loaded;
  const [{experiment, place}] = loaded.value.combinations;
  const nowhere = {source: {file, text: ''}, line: 1, column: 1, length: 1};
  const placeOf: typeof place = (at, part) => {
    const found = place(at, part);
    return found.source.text === draft ? nowhere : found;
  };
  const survey = await surveyFile(experiment.data, {...surroundingsOf(folder), seed: 42, place: placeOf});
  if (!survey.ok) return survey;
  const written = isMapping(yaml.value.value) && isMapping(yaml.value.value.data) ? yaml.value.value.data : {};
  const {type: _, path: __, ...decided} = written;
  const text = firstExperimentOn({name, type, path, decided, survey: survey.value});
  return good({name, text, table: survey.value.table});
}

/** What an experiment is called where nothing else names it. */
export const FALLBACK_NAME = 'first-experiment';

/** A file's name as the name of an experiment. */
function nameFor(file: string): string {
  const plain = basename(file)
    .replace(/(\.[A-Za-z]\w*)+$/, '')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[-.]+$/g, '')
    .slice(0, 64);
  return plain === '' ? FALLBACK_NAME : plain;
}
