/** A text in one line: line breaks are shown as the pictures of themselves. */
export function oneLine(text: string): string {
  return text.replaceAll('\n', '\u240a').replaceAll('\r', '\u240d');
}
