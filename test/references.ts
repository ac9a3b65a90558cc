// The reference numbers of kinds: what Keras, scikit-learn, statsmodels or a formula in double precision says that they give.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {components} from '../src/data/1-source/components/index.js';
import {sources} from '../src/data/1-source/index.js';
import {features} from '../src/data/6-features/index.js';
import {standardizations} from '../src/data/7-standardize/index.js';
import {transforms} from '../src/data/7-standardize/transforms/index.js';
import {activations} from '../src/model/activations/index.js';
import {initializers} from '../src/model/initializers/index.js';
import {layers} from '../src/model/layers/index.js';
import {normalizations} from '../src/model/normalizations/index.js';
import {losses} from '../src/training/losses/index.js';
import {metrics} from '../src/training/metrics/index.js';
import {optimizers} from '../src/training/optimizers/index.js';
import {schedules} from '../src/training/schedules/index.js';
import {root} from './rig.js';

const names = (kinds: readonly {readonly name: string}[]) => kinds.map(({name}) => name);
const types = (kinds: readonly {readonly type: string}[]) => kinds.map(({type}) => type);

/** The names of every kind there is, by the folder of test/fixtures/reference that holds its numbers. */
export const rooms = {
  sources: types(sources),
  components: types(components),
  features: types(features),
  standardizations: types(standardizations),
  transforms: names(transforms),
  normalizations: names(normalizations),
  activations: names(activations),
  initializers: names(initializers),
  layers: types(layers),
  losses: types(losses),
  optimizers: types(optimizers),
  schedules: types(schedules),
  metrics: names(metrics),
} satisfies Record<string, readonly string[]>;

export type Room = keyof typeof rooms;

const folder = (room: Room) => join(root, 'test', 'fixtures', 'reference', room);
const file = (room: Room, kind: string) => join(folder(room), `${kind}.json`);

/** The kinds that a room holds numbers of. */
export function referenced(room: Room): readonly string[] {
  return readdirSync(folder(room)).map(name => name.replace(/\.json$/, ''));
}

/** The cases of one kind, none where it has no file. */
export function casesOf<Case>(room: Room, kind: string): readonly Case[] {
  return existsSync(file(room, kind)) ? JSON.parse(readFileSync(file(room, kind), 'utf8')) : [];
}

/** The cases of every kind of a room. */
export function references<Case>(room: Room): readonly Case[] {
  return rooms[room].flatMap(kind => casesOf<Case>(room, kind));
}
