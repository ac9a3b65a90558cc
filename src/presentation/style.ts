import picocolors from 'picocolors';

/** No colours, for what goes into files. */
export const plainStyle: Style = picocolors.createColors(false);

/** Colours for one stream, or none of them; honours NO_COLOR and FORCE_COLOR. */
export type Style = ReturnType<typeof picocolors.createColors>;

/** The style of a stream: coloured on a terminal, unless NO_COLOR, FORCE_COLOR or TERM say otherwise. */
export function styleFor(stream: {readonly isTTY?: boolean}): Style {
  const {NO_COLOR, FORCE_COLOR, TERM} = process.env;
  if (NO_COLOR) return plainStyle;
  return picocolors.createColors(FORCE_COLOR ? FORCE_COLOR !== '0' : Boolean(stream.isTTY) && TERM !== 'dumb');
}
