/** Words as a sentence lists them: a, b and c. */
export function listedWords(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  return [...words.slice(0, -2), words.slice(-2).join(` ${last} `)].join(', ');
}
