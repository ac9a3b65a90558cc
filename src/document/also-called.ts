import {isMapping} from './json-schema.js';

/** What something is called elsewhere, by library: {Keras: ['mean_squared_error']}. */
export type AlsoCalled = Readonly<Record<string, readonly string[]>>;

/** A name that is used here, and what it is called elsewhere. */
export interface Called {
  readonly name: string;
  /** An AlsoCalled, as a schema holds it. */
  readonly alsoCalled?: unknown;
}

/** "Keras' mean_squared_error is mse here", for a word that another library has for one of some names. */
export function calledElsewhere(word: string, all: readonly Called[]): {name: string; hint: string} | undefined {
  const wanted = plain(word);
  for (const {name, alsoCalled} of all)
    for (const [library, words] of Object.entries(isMapping(alsoCalled) ? alsoCalled : {})) {
      const found: unknown = Array.isArray(words) && words.find((one: unknown) => plain(String(one)) === wanted);
      if (typeof found !== 'string') continue;
      const owner = library === 'others' ? `'${word}'` : `${library}${/s$/.test(library) ? "'" : "'s"} ${word}`;
      return {name, hint: `${owner} is ${name} here`};
    }
  return undefined;
}

/** A name without its module and without what spellings differ in: tf.keras.layers.SimpleRNN as simplernn. */
export function plain(word: string): string {
  return (word.split('.').at(-1) ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
}
