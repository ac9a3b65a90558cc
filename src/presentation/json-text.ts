/** A document for programs. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2).replace(UNWRITTEN, escaped)}\n`;
}

/** Characters that steer a terminal, or turn the direction of text, which JSON may hold as they are. */
const UNWRITTEN = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
