import type {Activation} from '../model/activations/activation.js';
import {type ActivationValues, activationValues} from '../model/activations/activation-values.js';
import {type ActivationName, activationOf} from '../model/activations/index.js';
import {fittedTable, left, right} from './fitted-table.js';
import type {Plot} from './plot/plot.js';
import type {Screen} from './screen.js';

/** What is told of an activation. */
export interface ToldActivation {
  readonly name: ActivationName;
  readonly formula: string;
  /** At the places of the table. */
  readonly at: ActivationValues;
  /** At the places of the curve. */
  readonly curve: ActivationValues;
  readonly saturates: Activation['saturates'];
}

/** What is told of some activations. */
export function toldActivations(names: readonly ActivationName[]): readonly ToldActivation[] {
  return names.map(name => {
    const {formula, saturates} = activationOf(name);
    return {
      name,
      formula,
      saturates,
      at: activationValues(name, PLACES),
      curve: activationValues(name, CURVE_PLACES),
    };
  });
}

/** Where the table tells values, and where curves do. */
export const PLACES = [-3, -1, 0, 1, 3] as const;
export const CURVE_PLACES = Array.from({length: 121}, (_, at) => (at - 60) / 10);

/** A terminal of fewer columns has no room for formulas and words. */
const WIDE = 135;

/** f and f' at some places, and where each saturates. */
export function activationsText(told: readonly ToldActivation[], screen: Screen): string {
  const isWide = (screen.width ?? WIDE) >= WIDE;
  const rows = told.flatMap(({name, formula, at, saturates}) => [
    [name, isWide ? `f = ${formula}` : 'f', ...at.f.map(shown), saturationText(saturates, isWide)],
    ['', "f'", ...at.slope.map(shown), ''],
  ]);
  return [
    fittedTable([left('activation'), left(''), ...PLACES.map(String).map(right), left('saturates')], rows, screen),
    "saturates: where f' is less than a hundredth of its steepest; beyond -1 and 1 is called squashed",
    '',
  ].join('\n');
}

function shown(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function saturationText(saturates: ToldActivation['saturates'], isInWords: boolean): string {
  if (!saturates) return 'nowhere';
  const {below, above} = saturates;
  const parts = [
    ...(below === undefined ? [] : [`${isInWords ? 'below' : '<'} ${below}`]),
    ...(above === undefined ? [] : [`${isInWords ? 'above' : '>'} ${above}`]),
  ];
  return parts.join(', ');
}

/** f and f' side by side. */
export function activationsPlot(told: readonly ToldActivation[]): Plot {
  const names = told.map(({name}) => name).join(', ');
  const panel = (title: string, of: keyof ActivationValues) => ({
    title,
    description: `Line chart of ${title} from -6 to 6 for ${names}.`,
    row: 'f',
    x: {name: 'x'},
    y: {name: ''},
    marks: told.map(({name, curve}) => ({
      kind: 'line' as const,
      name,
      points: CURVE_PLACES.map((x, at) => [x, curve[of][at]] as const),
    })),
  });
  return {title: `Activations: ${names}`, panels: [panel('f(x)', 'f'), panel("f'(x)", 'slope')]};
}
