/** Characters that steer a terminal, or turn the direction of text: a file may hold them, and they must not do so. */
const STEERING = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
const ANY = new RegExp(`[${STEERING}]`, 'g');
/** The same but for colours and weights of our own (ECMA-48, SGR). */
const ANY_BUT_STYLE = new RegExp(`\\u001b\\[(?:[0-4]|7|2[2-47]|[39][0-7]|39|49)m|[${STEERING}]`, 'g');

/** A text from elsewhere as it may be printed in one line. */
export function printableLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

/** A text from a file as it may be printed: what steers a terminal is shown as the picture of itself, one column wide. */
export function printable(text: string): string {
  return text.replace(ANY, picture);
}

/** What goes to a terminal or into a log as it may go there: styles stay where they are wanted, nothing else steers. */
export function harmless(text: string, hasStyle: boolean): string {
  return hasStyle ? text.replace(ANY_BUT_STYLE, found => (found.length > 1 ? found : picture(found))) : printable(text);
}

/** Control pictures of Unicode (U+2400 and on) for ASCII's; for others what stands for no character. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
