/** No process that trains can be started here: what has finished is saved. */
export class WorkersCannotStartError extends Error {}
