import {type AlsoCalled, plain} from './also-called.js';
import {isMapping, propertiesOf} from './json-schema.js';
import type {PlaceOfKey} from './mistakes.js';

/** A key of a document, and the path of the part that it stands in. */
interface KeyPlace {
  readonly name: string;
  readonly within: string;
}

/** More places than these tell nothing. */
const MOST_PLACES = 2;

/**
 * Where a key would stand in a document of a schema: "it is learningRate in training.optimizer" for `lr`. The name counts
 * before what it is called elsewhere; undefined for one that no part has, or many.
 */
export function keyPlaces(schema: unknown): PlaceOfKey {
  let found: {readonly own: PlacesByName; readonly others: PlacesByName} | undefined;
  return (key, at) => {
    found ??= gathered(schema);
    const places = found.own.get(plain(key)) ?? found.others.get(plain(key)) ?? [];
    if (places.length === 0 || places.length > MOST_PLACES) return undefined;
    const here = at.filter(step => typeof step === 'string').join('.');
    // In the very same place another type has it.
    if (places.some(({within}) => within === here)) return {hint: `another type has '${key}'`, isSameName: false};
    const told = places.map(({name, within}) => (name === key ? `in ${within}` : `${name} in ${within}`));
    const [{name, within}, ...others] = places;
    return {
      hint: `it is ${told.join(' or ')}`,
      isSameName: name === key,
      ...(others.length === 0 ? {within: within.split('.')[0]} : {}),
    };
  };
}

type PlacesByName = Map<string, readonly KeyPlace[]>;

function gathered(schema: unknown): {own: PlacesByName; others: PlacesByName} {
  const [own, others]: [PlacesByName, PlacesByName] = [new Map(), new Map()];
  const add = (places: PlacesByName, word: string, place: KeyPlace) => {
    const known = places.get(plain(word)) ?? [];
    if (!known.some(({name, within}) => name === place.name && within === place.within))
      places.set(plain(word), [...known, place]);
  };
  const look = (part: unknown, within: string) => {
    if (!isMapping(part)) return;
    for (const [name, child] of Object.entries(propertiesOf(part))) {
      const path = within === '' ? name : `${within}.${name}`;
      if (name !== 'type') {
        add(own, name, {name, within: within || 'the file itself'});
        for (const word of wordsOf(child)) add(others, word, {name, within: within || 'the file itself'});
      }
      look(child, path);
    }
    look(part.items, within);
    look(part.additionalProperties, within);
    if (Array.isArray(part.oneOf)) for (const one of part.oneOf) look(one, within);
  };
  look(schema, '');
  return {own, others};
}

/** What a key is called elsewhere. */
function wordsOf(schema: unknown): readonly string[] {
  if (!isMapping(schema) || !isMapping(schema.alsoCalled) || 'enum' in schema) return [];
  return Object.values(schema.alsoCalled as AlsoCalled).flat();
}
