/** The parts of a candle, in the order in which they are usually written. */
export const CANDLE_PARTS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type CandlePart = (typeof CANDLE_PARTS)[number];

/** What the columns of candles are called, in any usual spelling and in some languages. */
const NAMES: Readonly<Record<CandlePart, RegExp>> = {
  open: /^(o|open|opening|open[ _.-]?price|opening[ _.-]?price|eröffnung|eröffnungskurs|erster|ouverture|apertura|abertura|始値|寄付|開盤|开盘|开盘价|開盤價|시가)$/i,
  high: /^(h|high|highest|max|high[ _.-]?price|hoch|höchst|tageshoch|höchstkurs|plus haut|\+ haut|haut|máximo|massimo|alta|高値|最高|最高价|最高價|고가)$/i,
  low: /^(l|low|lowest|min|low[ _.-]?price|tief|tiefst|tagestief|tiefstkurs|plus bas|\+ bas|bas|mínimo|minimo|baixa|安値|最低|最低价|最低價|저가)$/i,
  close:
    /^(c|close|closing|last|price|close[ _.-]?price|closing[ _.-]?price|close\/last|schluss|schlusskurs|kurs|clôture|cloture|dernier|cierre|último|chiusura|ultimo|fechamento|終値|現在値|收盘|收盤|收盘价|收盤價|종가)$/i,
  volume:
    /^(v|vol|vol\.|volume|volumen|base[ _.-]?volume|stück|umsatz|volumes|quantité|volumi|出来高|売買高|成交量|거래량)$/i,
};

/** A name without what some sources put around it: "<OPEN>", "1. open", "Open (USD)". */
function bare(name: string): string {
  return name
    .normalize('NFC')
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .replace(/^\d+[.)]\s*/, '')
    .replace(/\s*[([].*[)\]]$/, '')
    .trim();
}

/** The positions of the parts of candles among columns; undefined unless open, high, low and close are there. */
export function candleColumns(names: readonly string[]): ReadonlyMap<CandlePart, number> | undefined {
  const found = new Map<CandlePart, number>();
  for (const part of CANDLE_PARTS) {
    const position = names.findIndex(
      (name, index) => NAMES[part].test(bare(name)) && ![...found.values()].includes(index),
    );
    if (position >= 0) found.set(part, position);
  }
  return (['open', 'high', 'low', 'close'] as const).every(part => found.has(part)) ? found : undefined;
}

/** One candle of some rows. */
export interface Candle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** The candle of the rows from one to before another, and what was traded in them, where that is known. */
export function candleOf(
  parts: ReadonlyMap<CandlePart, Float64Array>,
  begin: number,
  end: number,
): Candle & {readonly volume: number | undefined} {
  const rows = (part: CandlePart) => parts.get(part)?.subarray(begin, end) ?? new Float64Array();
  return {
    open: rows('open')[0],
    high: rows('high').reduce((a, b) => Math.max(a, b)),
    low: rows('low').reduce((a, b) => Math.min(a, b)),
    close: rows('close')[end - begin - 1],
    volume: parts.has('volume') ? rows('volume').reduce((a, b) => a + b, 0) : undefined,
  };
}

/** Whether a column is the close after splits and dividends; the plain one is the price that open, high and low belong to. */
export function isAdjustedClose(name: string): boolean {
  return /^adj(usted)?[ _.-]*clos(e|ing)/i.test(bare(name));
}

/** Whether a column is a volume, of whatever. */
export function isVolume(name: string): boolean {
  return NAMES.volume.test(bare(name)) || /^(base|quote)?[ _.-]*volume\b/i.test(bare(name));
}
