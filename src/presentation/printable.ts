/** Characters that steer a terminal, or turn the direction of text: a file may hold them, and they must not do so. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text from elsewhere as it may be printed in one line. */
export function printableLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

/** A text from a file as it may be printed. */
export function printable(text: string): string {
  return text.replace(STEERING, '\ufffd');
}
