import {named, nameSchema} from '../../document/kind.js';
import type {Generator} from '../../random/generator.js';
import {glorotNormal} from './glorot-normal.js';
import {glorotUniform} from './glorot-uniform.js';
import {heNormal} from './he-normal.js';
import {heUniform} from './he-uniform.js';
import type {Initializer} from './initializer.js';
import {lecunNormal} from './lecun-normal.js';
import {lecunUniform} from './lecun-uniform.js';
import {orthogonal} from './orthogonal.js';
import {randomNormal} from './random-normal.js';
import {randomUniform} from './random-uniform.js';
import {zeros} from './zeros.js';

/** Every initializer there is. */
export const initializers = [
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  randomUniform,
  randomNormal,
  orthogonal,
  zeros,
] as const;

export type InitializerName = (typeof initializers)[number]['name'];

/** An option that chooses an initializer: it decides how weights start and nothing else. */
export const initializerName = {...nameSchema(initializers), startsWeights: true} as const;

/** The first values of a weight of a shape, by an initializer's name. */
export function initialValues(name: InitializerName, shape: readonly number[], random: Generator): Float32Array {
  return named<Initializer>(initializers, name).fill(shape, random);
}
