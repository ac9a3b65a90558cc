import {enginesText, withReason} from '../../engines-text.js';
import {type Content, markup} from '../../markup.js';
import {duration, grouped} from '../../number.js';
import type {Section} from '../section.js';

/** What made the numbers, and how long it took. */
export const environment: Section = {
  id: 'environment',
  title: 'Environment',
  render({results}) {
    const {manifest, place} = results;
    const {toolchain, chosen, versions, platform, timing, gitCommit, data, ranAt, run} = manifest;
    const entries: readonly (readonly [string, Content])[] = [
      ['run', markup`<code>${run}</code> in ${place.tree.show(place.folder)}`],
      ['ran at', ranAt],
      ['git commit', gitCommit ?? 'none'],
      ['backend', withReason(`${toolchain.backend} ${toolchain.backendVersion}`, chosen?.backend)],
      [
        'engine',
        withReason(
          toolchain.engine === 'mixed' ? enginesText(toolchain.engines ?? []) : toolchain.engine,
          chosen?.engine,
        ),
      ],
      [
        'versions',
        `tfsweep ${versions.tfsweep}, Node ${versions.node}, TensorFlow.js ${versions.tfjs}${versions.tensorflow === null ? '' : `, TensorFlow ${versions.tensorflow}`}`,
      ],
      ['platform', [platform.os, platform.processor, platform.model].filter(Boolean).join(', ')],
      ['data', data.map(({origin, sha256}) => markup`${origin} <code class="hash">${sha256}</code> `)],
      ...(timing
        ? [
            [
              'timing',
              `${grouped(timing.trials)} trials of ${grouped(timing.trialSteps)} steps in ${duration(timing.trainSeconds)} with ${timing.workers} workers${toolchain.threads ? ` of ${toolchain.threads} threads` : ''}; compiling ${duration(timing.compileSeconds)}, the whole command ${duration(timing.wallSeconds)}`,
            ] as const,
          ]
        : []),
    ];
    return markup`<dl>
${entries.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
`;
  },
};
