import picocolors from 'picocolors';

/** Colours for one stream, or none of them; honours NO_COLOR and FORCE_COLOR. */
export type Style = ReturnType<typeof picocolors.createColors>;

export function styleFor(stream: {readonly isTTY?: boolean}): Style {
  const {NO_COLOR, FORCE_COLOR, TERM} = process.env;
  if (NO_COLOR) return picocolors.createColors(false);
  return picocolors.createColors(FORCE_COLOR ? FORCE_COLOR !== '0' : Boolean(stream.isTTY) && TERM !== 'dumb');
}
