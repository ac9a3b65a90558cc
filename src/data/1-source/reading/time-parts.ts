/** Makes one text of the parts of a time that stand in several columns: 2024-01-05 and 13:00, 2024 and Q3. */
export function joinedTime(names: readonly string[]): (parts: readonly string[]) => string {
  if (names.length === 1) return ([only]) => only;
  const shown = names.map((name, index) => (index === 0 ? asItIs : partOf(name)));
  return parts => parts.map((part, index) => shown[index](part.trim())).join(' ');
}

/** A number alone doesn't say what part of a time it is; the name of its column does. */
function partOf(name: string): (part: string) => string {
  if (/^(q|qtr|quarter|quartal|trim|四半期)/i.test(name)) return part => (/^[1-4]$/.test(part) ? `Q${part}` : part);
  if (/^(h|hr|hour|stunde|heure|時)s?$/i.test(name)) return part => (/^\d{1,2}$/.test(part) ? `${part}:00` : part);
  if (/^(m|mo|mon|month|monat|mois|mes|mese|mês|月)$/i.test(name)) return part => part.padStart(2, '0');
  return asItIs;
}

function asItIs(part: string): string {
  return part;
}
