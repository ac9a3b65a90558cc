/** Why a step can't be written down: it draws a random number, say, or looks at one that it computed. */
export class RecordingError extends Error {}
