// docs/kinds.md: every kind that an experiment can name, as the kinds tell it.
import {components} from '../src/data/1-source/components/index.js';
import {sources} from '../src/data/1-source/index.js';
import {features} from '../src/data/6-features/index.js';
import {standardizationChoices} from '../src/data/7-standardize/index.js';
import {transforms} from '../src/data/7-standardize/transforms/index.js';
import type {TargetTransform} from '../src/data/7-standardize/transforms/transform.js';
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
    'What an experiment can name. Written by `npm run schema` from the files of the kinds; `schema/experiment.schema.json` holds the same for editors.',
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
    'Chosen by `data: {target: {column, transform}}`; told from the last value that a window knows, and undone for metrics and forecasts.',
    table(
      ['name', 'what is learned'],
      (transforms as readonly TargetTransform[]).map(({name, formula, needsPositive}) => [
        code(name),
        `${code(formula)}${needsPositive ? ', of values above 0' : ''}`,
      ]),
    ),
    '## Normalizations of windows',
    'Chosen by `window: {normalization}`; each window by its own past, and the forecast is put back.',
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
    'Measured in every run, on the same windows; `expect` knows them by name.',
    table(
      ['name', 'what it forecasts', 'source'],
      baselines.map(({name, description, source}) => [code(name), description, source]),
    ),
    '## Metrics',
    'Each is measured on the windows of every split, `test_rmse` for one; those with a unit as the network was trained, `test_standardized_rmse`, and in the units that targets were transformed to, `test_transformed_rmse`. `test_rmse@24` is of the 24th step, `test_rmse@close` of one of several targets, `test_rmse@worst` and `@best` of one of several series. A mean squared error is in the squares of the units of the target.',
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

/** What every kind of a section can be told is said once. */
function section(title: string, key: string, kinds: readonly Kind[]): string {
  const optionsOf = ({schema}: Kind) =>
    Object.entries(schema.properties)
      .filter(([name]) => name !== 'type')
      .map(([name, option]) => optionText(name, option));
  const shared = optionsOf(kinds[0]).filter(text => kinds.every(kind => optionsOf(kind).includes(text)));
  const rows = kinds.map(kind => [
    code(kind.type),
    kind.description,
    optionsOf(kind)
      .filter(text => !shared.includes(text))
      .join('<br>'),
  ]);
  return [
    `## ${title}`,
    `As \`${key}\`.`,
    ...(shared.length > 0 ? [`Each takes also:`, shared.map(text => `- ${text}`).join('\n')] : []),
    table(['type', 'what it is', 'options'], rows),
  ].join('\n\n');
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
