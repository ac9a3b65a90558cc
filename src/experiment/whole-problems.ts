import {wantedTargets} from '../data/3-choose/target-option.js';
import {distinct} from '../document/content-hash.js';
import {didYouMean} from '../document/did-you-mean.js';
import {isMapping} from '../document/json-schema.js';
import {hintOf, type Problem, within} from '../document/problem.js';
import {findReferences, unreadableParts} from '../document/references.js';
import type {YamlFile} from '../document/yaml-file.js';
import {type ParameterLists, parseExpectation} from './expectation.js';
import type {ExperimentFile} from './experiment-file.js';
import {FOLD} from './fold.js';
import {type MeasuredParts, metricMistake} from './metric-mistake.js';
import type {VariedParts} from './resolved-parts.js';
import {writtenParameters} from './written-sweep.js';

/** Gathers from combinations what any of them measures by itself. */
export class MeasuredSurvey {
  private readonly data = new Set<VariedParts['data']>();
  private readonly windows = new Set<VariedParts['window']>();
  private isRefit = false;

  add({data, window, training}: Partial<VariedParts>): void {
    if (data) this.data.add(data);
    if (window) this.windows.add(window);
    this.isRefit ||= training?.refit === true;
  }

  measured(): MeasuredParts {
    const targets = [...this.data].flatMap(data => wantedTargets(data.target));
    return {
      steps: [...this.windows].reduce((most, {steps}) => Math.max(most, steps), 1),
      targets: distinct(targets.map(({column}) => String(column))),
      areTransformed: targets.some(({transform}) => transform !== 'none'),
      areSeries: [...this.data].some(data => 'series' in data && data.series !== undefined),
      isRefit: this.isRefit,
    };
  }
}

/** What is wrong with the question that the table is to answer; with its metric where it is known what is measured. */
export function comparisonProblems(
  yaml: YamlFile,
  comparison: ExperimentFile['comparison'],
  lists: ParameterLists,
  parts: MeasuredParts | undefined,
): Problem[] {
  if (!comparison) return [];
  const {by, metric} = comparison;
  const names = [...new Set([...Object.keys(lists), ...Object.keys(writtenParameters(yaml.value))])];
  const mistake = parts && metricMistake(metric, parts);
  const problems: Problem[] = mistake
    ? [{message: mistake.message, place: yaml.place(['comparison', 'metric']), ...hintOf(mistake.hint)}]
    : [];
  const isFold = by === FOLD && names.includes(FOLD) && !Object.hasOwn(writtenParameters(yaml.value), FOLD);
  if (isFold)
    problems.push({
      message: 'folds are no rivals: each is measured on rows of its own',
      place: yaml.place(['comparison', 'by']),
      hint: 'compare a parameter of the sweep; every fold takes part',
    });
  // That a reference is none, or that the sweep can't be read, is told by itself.
  const isUnread = unreadableParts(yaml.value).includes('sweep');
  if (names.includes(by) || isUnread || findReferences(yaml.value).some(({name}) => name === by)) return problems;
  const hint = didYouMean(by, names);
  const place = yaml.place(['comparison', 'by']);
  return [{message: `'${by}' is not a parameter of the sweep`, place, ...hintOf(hint)}, ...problems];
}

/** What is wrong with lines of `expect`; that one is no text is told elsewhere. */
export function expectationProblems(yaml: YamlFile, parameters: ParameterLists, parts: MeasuredParts): Problem[] {
  const expect: readonly unknown[] = isMapping(yaml.value) && Array.isArray(yaml.value.expect) ? yaml.value.expect : [];
  return expect.flatMap((text, index) => {
    if (typeof text !== 'string') return [];
    const read = parseExpectation(text, parameters);
    if ('expectation' in read) {
      const {left, right} = read.expectation;
      const metrics = distinct([left, right].flatMap(side => (side.type === 'metric' ? side.metric : [])));
      return metrics.flatMap(metric => {
        const mistake = metricMistake(metric, parts);
        const place = within(yaml.place(['expect', index]), text, text.indexOf(metric), metric.length);
        return mistake ? [{message: mistake.message, place, ...hintOf(mistake.hint)}] : [];
      });
    }
    const {message, hint, offset, length} = read.mistake;
    const place = within(yaml.place(['expect', index]), text, offset, length);
    return [{message, place, ...hintOf(hint)}];
  });
}
