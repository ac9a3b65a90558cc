import {distance} from 'fastest-levenshtein';
import {plain} from './also-called.js';

/** "did you mean 'tanh'? One of: elu, gelu, ..." for a word that is none of the allowed ones. */
export function didYouMean(word: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const close = closest(word, allowed);
  // test_mae@best, test_standardized_mae and refit_mae are variants of test_mae: the list is of what there is without variants.
  const list = `one of: ${allowed
    .filter(name => !/@|_standardized_|_transformed_|^refit_/.test(name))
    .sort()
    .join(', ')}`;
  return close !== undefined ? `did you mean '${close}'? ${list}` : list;
}

/** No name is as long: what it is nearly would take a while to find out. */
const LONGEST_WORD = 200;

/** The allowed word that a word is nearly: in another spelling, its beginning, or with a letter or two that are wrong. */
export function closest(word: string, allowed: readonly string[]): string | undefined {
  const same =
    allowed.find(candidate => plain(candidate) === plain(word) && plain(word) !== '') ??
    // A metric without its split, or with what Keras calls it.
    allowed.find(candidate => candidate === `test_${word}` || candidate === word.replace(/^val_/, 'validation_'));
  if (same !== undefined || word.length > LONGEST_WORD) return same;
  const [begun, ...others] = allowed.filter(candidate => word.length >= 3 && plain(candidate).startsWith(plain(word)));
  if (begun !== undefined && others.length === 0) return begun;
  return allowed
    .map(candidate => ({candidate, far: slips(word.toLowerCase(), candidate.toLowerCase())}))
    .filter(({candidate, far}) => {
      const shorter = Math.min(word.length, candidate.length);
      return far <= Math.max(1, Math.floor(shorter / 3)) && far < shorter;
    })
    .sort((a, b) => a.far - b.far)[0]?.candidate;
}

/** How many letters are wrong, missing or too many; two that are swapped are one slip. */
function slips(word: string, candidate: string): number {
  const at = [...word].findIndex((letter, index) => letter !== candidate[index]);
  if (at < 0) return distance(word, candidate);
  const swapped = word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2);
  return swapped === candidate ? Math.min(1, distance(word, candidate)) : distance(word, candidate);
}
