import type {StructuralValues} from '../../document/json-schema.js';
import {type EntryOf, kindOf} from '../../document/kind.js';
import {add} from './add.js';
import {concatenate} from './concatenate.js';
import {dense} from './dense.js';
import {dropout} from './dropout.js';
import {flatten} from './flatten.js';
import {gru} from './gru.js';
import type {LayerKind} from './layer.js';
import {lstm} from './lstm.js';
import {simpleRnn} from './simple-rnn.js';

/** Every kind of layer there is. */
export const layers = [flatten, dense, simpleRnn, lstm, gru, dropout, concatenate, add] as const;

export type LayerEntry = EntryOf<(typeof layers)[number]>;

type StructuralOf<Of> = Of extends {readonly schema: {readonly properties: infer Keys}}
  ? StructuralValues<Keys>
  : never;

type AnyLayer = LayerKind<LayerEntry, StructuralOf<(typeof layers)[number]>>;

/** The kind of an entry. */
export function layerKindOf(entry: LayerEntry): AnyLayer {
  return kindOf<AnyLayer>(layers, entry);
}

/** What of an entry decides what is built, as plain data: neither its place in the graph nor how its weights start. */
export function layerStructure(entry: LayerEntry): unknown {
  const {properties} = kindOf(layers, entry).schema;
  const startsWeights = new Set(
    Object.entries(properties).flatMap(([option, schema]) => ('startsWeights' in schema ? [option] : [])),
  );
  const {name: _, inputs: __, ...own} = entry;
  return Object.fromEntries(Object.entries(own).filter(([option]) => !startsWeights.has(option)));
}
