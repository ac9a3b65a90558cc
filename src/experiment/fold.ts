/** What the parameter is called that folds are. */
export const FOLD = 'fold';
