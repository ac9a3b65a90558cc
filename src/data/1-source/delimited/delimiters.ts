/** What may stand between two fields: blanks and tabs in any number are ' ', and 'none' is a file of one column. */
export const DELIMITERS = [',', ';', '\t', '|', ' ', 'none'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
