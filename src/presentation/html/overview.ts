import {sentences} from '../comparison-text.js';
import {numbersText} from '../expectations-text.js';
import {type Markup, markup} from '../markup.js';
import {counted, grouped} from '../number.js';
import {setText} from '../run-name.js';
import type {ReportRun} from './report-run.js';

/** What a run answers, before anything else: its sentence, its expectations, what is missing. */
export function overview(run: ReportRun): Markup {
  const {results, comparisons, expectations} = run;
  const {manifest, trials} = results;
  const description = manifest.experiment.resolved[0]?.experiment.description;
  const failed = trials.filter(({status}) => status === 'failed').length;
  const missing = manifest.trials.length - trials.length;
  const counts = [
    `${counted(results.combinations.length, 'combination')} with ${counted(results.seeds.length, 'seed')}`,
    counted(manifest.trials.length, 'trial'),
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(missing > 0 ? [`${grouped(missing)} not trained yet`] : []),
  ];
  const asked = manifest.comparison ? comparisons[0] : undefined;
  return markup`${description && markup`<p>${description}</p>\n`}${
    asked &&
    sentences(asked)
      .slice(0, 1)
      .map(sentence => markup`<p class="answer">${sentence}</p>\n`)
  }<p class="note">run <code>${manifest.run}</code>, trained ${manifest.ranAt.slice(0, 16).replace('T', ' ')} UTC${setText(manifest.experiment.overrides)}: ${counts.join(', ')}</p>
${
  expectations.judgements.length > 0 &&
  markup`<ul class="expectations">
${expectations.judgements.map(
  judgement =>
    markup`<li class="${judgement.holds ? 'holds' : 'missed'}"><strong>${judgement.holds ? 'holds' : 'missed'}</strong> <code>${judgement.text}</code>: ${numbersText(judgement)}</li>\n`,
)}</ul>
`
}`;
}
