import {parameterValue} from '../document/parameter-value.js';
import type {
  LayerStatement,
  OptimumStatement,
  Statement,
  Suggestion,
  TimeStatement,
  TrialGroup,
} from '../results/verdict/statement.js';
import {folded} from './folded.js';
import {counted, grouped, percent, probabilityText} from './number.js';
import {escapedMarkdown} from './sheet/sheet-markdown.js';
import type {Style} from './style.js';

/** A verdict in plain sentences, one per line; empty where there is nothing to say. */
export function verdictText(statements: readonly Statement[], style: Style, width = 130): string {
  return statements.length === 0
    ? ''
    : `${statements
        .map(one => {
          const {title, text} = statementText(one);
          return folded(`${title}: ${text}`, width).replace(title, style.bold(title));
        })
        .join('\n')}\n`;
}

/** The same as a list of Markdown. */
export function verdictMarkdown(statements: readonly Statement[]): string {
  return statements
    .map(one => {
      const {title, text} = statementText(one);
      return `- **${title}**: ${escapedMarkdown(text)}\n`;
    })
    .join('');
}

/** The same for programs: the numbers of each sentence beside it. */
export function verdictJson(statements: readonly Statement[]): readonly (Statement & {readonly text: string})[] {
  return statements.map(one => ({...one, text: statementText(one).text}));
}

/** What a statement is about, and the sentence. */
export function statementText(statement: Statement): {readonly title: string; readonly text: string} {
  switch (statement.kind) {
    case 'optimum':
      return {title: 'optimum', text: optimumText(statement)};
    case 'saturated':
    case 'dead':
    case 'vanishing':
    case 'forgetting':
      return {title: statement.kind === 'saturated' ? 'squashing' : 'gradient', text: layerText(statement)};
    case 'echo': {
      const {group, trials, of, ahead, ratio, againstNaive} = statement;
      const rows = counted(ahead, 'row');
      return {
        title: 'echo',
        text: `${inGroup(group)}${share(trials, of)} only ${trials === 1 ? 'repeats' : 'repeat'} the last known value: the forecast is ${ratio >= 100 ? 'more than 100' : ratio.toFixed(1)} times nearer to the truth of ${rows} before than to its own, and its error is ${againstNaive.toFixed(2)} times that of repeating it.`,
      };
    }
    case 'range': {
      const {target, outside, rows, farthest, squashes} = statement;
      return {
        title: 'range',
        text: `${grouped(outside)} of ${counted(rows, 'test row')} ${outside === 1 ? 'has' : 'have'} a ${target} outside of all values in training${farthest > 0 ? `, the farthest by ${percent(farthest)} of the training range` : ''}${squashes ? ": what is squashed can't follow" : ''}.`,
      };
    }
    case 'time':
      return {title: 'over time', text: timeText(statement)};
    case 'next':
      return {title: 'next', text: suggestionText(statement)};
  }
}

function timeText({better, worse, statistic, probability, count, asOverSeeds}: TimeStatement): string {
  const [first, second] = [better, worse].map(parameterValue);
  const test = `Diebold-Mariano over ${grouped(count)} forecasts of the first seed, ${Math.abs(statistic).toFixed(2)}, ${probabilityText(probability)}`;
  if (probability > 0.05) return `row by row ${first} and ${second} can't be told apart (${test}).`;
  return `row by row ${first} forecasts better than ${second}${asOverSeeds ? '' : ', the reverse of the order over seeds'} (${test}).`;
}

function optimumText(statement: OptimumStatement): string {
  const {group, of, near, movements, isGlobal, gap, clusters, polished} = statement;
  const what = isGlobal ? 'the global optimum' : 'the best known training loss';
  const parts = [
    `${inGroup(group)}${share(near, of)} came within 10 % of ${what}, ${of === 1 ? '' : 'the median is '}${gapText(gap)}`,
    ...movedText(movements),
    ...(!isGlobal && clusters > 1 ? [`seeds of one combination ended in up to ${clusters} distinct optima`] : []),
    ...(polished === null
      ? []
      : [`L-BFGS went on from the end of each, and came ${percent(polished)} lower in the median`]),
  ];
  return `${parts.join('; ')}.`;
}

function gapText(gap: number): string {
  if (gap < 0.0005) return 'equal to it';
  return gap < 10
    ? `${percent(gap)} above it`
    : `${gap < 1e6 ? `${grouped(Math.round(gap + 1))} times` : 'more than a million times'} it`;
}

/** What became of those that are no further news. */
function movedText({stuck, diverged, 'still improving': improving}: OptimumStatement['movements']): string[] {
  const parts = [
    ...(improving > 0 ? [`${grouped(improving)} still improved when training ended`] : []),
    ...(stuck > 0 ? [`${grouped(stuck)} stopped improving more than 10 % above it`] : []),
    ...(diverged > 0 ? [`${grouped(diverged)} diverged`] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}

function layerText({kind, group, trials, of, layer, number, fromEpoch}: LayerStatement): string {
  const since = fromEpoch === 0 ? 'from the beginning' : `from epoch ${grouped(Math.round(fromEpoch))} on`;
  const who = `${inGroup(group)}in ${share(trials, of)}`;
  switch (kind) {
    case 'saturated':
      return `${who} ${layer} is saturated, ${since}: ${percent(number)} of what its activation gets lies where its slope is next to nothing.`;
    case 'dead':
      return `${who} units of ${layer} are dead, ${since}: ${percent(number)} are saturated in every window.`;
    case 'vanishing':
      return `${who} the gradient vanishes on its way to ${layer}, ${since}: ${number > 0 ? `there it is ${ratioText(number)} of the last layer's` : 'nothing of it arrives there'}.`;
    case 'forgetting':
      return `${who} the gradient that reaches the first time step of ${layer} is ${ratioText(number)} of the last one's, ${since}.`;
  }
}

/** "1/1,234". */
function ratioText(ratio: number): string {
  return ratio > 0 ? `1/${grouped(Math.round(1 / ratio))}` : 'nothing';
}

function suggestionText({what, group, number, of}: Suggestion): string {
  const trials = group ? `${inGroup(group)}${share(number, of)}` : '';
  switch (what) {
    case 'train longer':
      return `more epochs, since ${trials} still improved.`;
    case 'smaller steps':
      return `a smaller learning rate, or a schedule that lowers it, since ${trials} stopped improving above the best known loss.`;
    case 'forecast changes':
      return `forecast changes instead of levels (window.normalization: last, or a target's transform), since ${grouped(number)} of ${counted(of, 'test row')} ${number === 1 ? 'lies' : 'lie'} outside of the values in training.`;
    case 'other start':
      return `another initializer, fewer layers, or an add layer around some, since the gradient hardly gets through ${inOf(group)}in ${share(number, of)}.`;
    case 'gates':
      return `a shorter window, or an lstm or gru where there is none, since the gradient hardly reaches the first time step ${inOf(group)}in ${share(number, of)}.`;
  }
}

function inOf(group: TrialGroup | null): string {
  return group ? inGroup(group) : '';
}

function inGroup({parameter, value}: TrialGroup): string {
  return parameter === null ? '' : `with ${parameter} ${parameterValue(value)} `;
}

function share(trials: number, of: number): string {
  if (trials === 0) return `none of ${counted(of, 'trial')}`;
  return trials === of
    ? of === 1
      ? 'the trial'
      : `all ${grouped(of)} trials`
    : `${grouped(trials)} of ${grouped(of)} trials`;
}
