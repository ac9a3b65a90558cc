/** What a text says as JSON; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is nested too deeply ends here, too.
    return undefined;
  }
}
