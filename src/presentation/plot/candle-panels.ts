import type {Candle} from '../../data/2-order/candle-columns.js';
import type {Panel, Shade} from './plot.js';

/** Candles in the order of their labels, null where one is missing, and what is traded in each, where that is known. */
export interface DrawnCandles {
  readonly labels: readonly string[];
  readonly candles: readonly (Candle | null)[];
  readonly volume: readonly number[] | undefined;
}

type Told = Pick<Panel, 'title' | 'description'>;

/** Candles, and a panel of their volume below. */
export function candlePanels(
  {labels, candles, volume}: DrawnCandles,
  told: {readonly candles: Told; readonly volume: Told; readonly shades?: readonly Shade[]},
): Panel[] {
  const axes = {x: {name: '', labels}, y: {name: ''}};
  const {shades} = told;
  return [
    {...told.candles, ...axes, ...(shades ? {shades} : {}), marks: [{kind: 'candles', name: 'candles', candles}]},
    ...(volume
      ? [
          {
            ...told.volume,
            ...axes,
            marks: [{kind: 'bars', name: 'volume', points: volume.map((sum, at) => [at, sum] as const)}] as const,
          },
        ]
      : []),
  ];
}
