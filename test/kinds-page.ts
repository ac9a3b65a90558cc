// docs/kinds.md: every kind that an experiment can name, as the kinds tell it.
import {components} from '../src/data/1-source/components/index.js';
import {sources} from '../src/data/1-source/index.js';
import {features} from '../src/data/6-features/index.js';
import {standardizationChoices} from '../src/data/7-standardize/index.js';
import {transforms} from '../src/data/7-standardize/transforms/index.js';
import type {TargetTransform} from '../src/data/7-standardize/transforms/transform.js';
import {groupBy} from '../src/document/group-by.js';
import {isMapping} from '../src/document/json-schema.js';
import type {Kind} from '../src/document/kind.js';
import {activations} from '../src/model/activations/index.js';
import {initializers} from '../src/model/initializers/index.js';
import {layers} from '../src/model/layers/index.js';
import {normalizations} from '../src/model/normalizations/index.js';
import {parameterKinds} from '../src/sweep/parameters/index.js';
import {strategies} from '../src/sweep/strategies/index.js';
import {baselines} from '../src/training/baselines/index.js';
import {losses} from '../src/training/losses/index.js';
import {type Metric, metrics} from '../src/training/metrics/index.js';
import {optimizers} from '../src/training/optimizers/index.js';
import {schedules} from '../src/training/schedules/index.js';

/** The page in Markdown. */
export function kindsPage(): string {
  const parts = [
    '# Kinds',
    'Everything that an experiment can name. `npm run schema` writes this page from the source files of the kinds; `schema/experiment.schema.json` has the same for editors. Behind an option stands its default, if it has one.',
    section('Data sources', 'data', sources),
    section('Components of synthetic data', 'data: {type: synthetic, components: [...]}', components),
    section('Features', 'features: {NAME: ...}', features),
    table(
      ['feature', 'whose numbers it has'],
      (features as readonly {readonly type: string; readonly source: string}[]).map(({type, source}) => [
        code(type),
        source,
      ]),
    ),
    section('Standardizations', 'standardization', standardizationChoices),
    '## Transforms of targets',
    'As `data: {target: {column, transform}}`. `last` is the last value that a window knows. Transforms are undone for metrics and forecasts.',
    table(
      ['name', 'what is learned'],
      (transforms as readonly TargetTransform[]).map(({name, formula, needsPositive}) => [
        code(name),
        `${code(formula)}${needsPositive ? ', of values above 0' : ''}`,
      ]),
    ),
    '## Normalizations of windows',
    'As `window: {normalization}`. Each window is normalized by its own past, and the forecast is put back.',
    table(
      ['name', 'what the network sees', 'source'],
      normalizations.map(({name, formula, source}) => [code(name), code(formula), source]),
    ),
    section('Layers', 'model: {layers: [...]}', layers),
    '## Activations',
    table(
      ['name', 'formula', 'source'],
      activations.map(({name, formula, source}) => [code(name), code(formula), source]),
    ),
    '## Initializers',
    table(
      ['name', 'what it draws'],
      initializers.map(({name, description}) => [code(name), description]),
    ),
    section('Losses', 'training: {loss}', losses),
    section('Optimizers', 'training: {optimizer}', optimizers),
    section('Schedules', 'training: {learningRateSchedule}', schedules),
    section('Parameters of a sweep', 'sweep: {parameters: {NAME: ...}}', parameterKinds),
    section('Strategies', 'sweep: {strategy}', strategies),
    '## Baselines',
    'Every run measures them on the same windows as its networks. `expect` knows them by name.',
    table(
      ['name', 'what it forecasts', 'source'],
      baselines.map(({name, description, source}) => [code(name), description, source]),
    ),
    '## Metrics',
    [
      'Each metric is measured on the windows of every split:',
      '- `test_rmse`, `validation_rmse`, `train_rmse`: in the units of the data;',
      '- `test_standardized_rmse`: in the units in which the network was trained (metrics with a unit);',
      '- `test_transformed_rmse`: in the units of transformed targets (metrics with a unit);',
      '- `test_rmse@24`: of step 24; `test_rmse@close`: of one of several targets; `test_rmse@worst` and `@best`: of one of several series.',
    ].join('\n'),
    'The unit of a mean squared error is the square of the unit of the target.',
    table(
      ['name', 'what it is', 'better', 'unit', 'source'],
      (metrics as readonly Metric[]).map(({name, description, moreIsBetter, unit, source}) => [
        code(name),
        description,
        moreIsBetter ? 'more' : 'less',
        unit,
        source,
      ]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Options of so many kinds of a section are described once, before its table. */
const MANY = 3;

/** A table of kinds; what several of them can be told is said once. */
function section(title: string, key: string, kinds: readonly Kind[]): string {
  const optionsOf = ({schema}: Kind) =>
    Object.entries(schema.properties)
      .filter(([name]) => name !== 'type')
      .map(([name, option]) => optionText(name, option));
  const holders = (text: string) => kinds.filter(kind => optionsOf(kind).includes(text)).map(({type}) => type);
  const isShared = (text: string) => holders(text).length >= Math.min(MANY, kinds.length);
  const shared = [...new Set(kinds.flatMap(optionsOf).filter(isShared))];
  const groups = groupBy(shared, text => whose(holders(text), kinds.length));
  const rows = kinds.map(kind => [
    code(kind.type),
    kind.description,
    optionsOf(kind)
      .filter(text => !isShared(text))
      .join('<br>'),
  ]);
  return [
    `## ${title}`,
    `As \`${key}\`.`,
    ...[...groups].map(([who, texts]) =>
      [`Options of ${who}:`, texts.map(text => `- ${text}`).join('\n')].join('\n\n'),
    ),
    table(['type', 'what it is', groups.size > 0 ? 'further options' : 'options'], rows),
  ].join('\n\n');
}

function whose(types: readonly string[], all: number): string {
  if (types.length === all) return 'all';
  return `${types.slice(0, -1).map(code).join(', ')} and ${code(types[types.length - 1])}`;
}

function optionText(name: string, option: unknown): string {
  if (!isMapping(option)) throw new Error(`${name} is no schema`);
  const usual = 'default' in option ? `, \`${JSON.stringify(option.default).replaceAll('"', '')}\`` : '';
  return `${code(name)}${usual}: ${option.description}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
