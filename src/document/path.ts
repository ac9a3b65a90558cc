/** The keys and places in lists that lead to a part of a document. */
export type Path = readonly (string | number)[];
