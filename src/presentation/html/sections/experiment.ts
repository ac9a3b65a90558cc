import highlighter from 'highlight.js/lib/core';
import yaml from 'highlight.js/lib/languages/yaml';
import {Markup, markup} from '../../markup.js';
import {printable} from '../../printable.js';
import type {Section} from '../section.js';

highlighter.registerLanguage('yaml', yaml);

/** The experiment file as it was written, and what was laid over it. */
export const experiment: Section = {
  id: 'experiment',
  title: 'Experiment',
  render({results}) {
    const {file, written, overrides} = results.manifest.experiment;
    // It escapes what it takes.
    const colored = new Markup(highlighter.highlight(printable(written.trimEnd()), {language: 'yaml'}).value);
    return markup`<p class="note">${file}</p>
${overrides.length > 0 && markup`<p>Laid over it: ${overrides.map(one => markup`<code>--set ${one}</code> `)}</p>\n`}<pre class="yaml" tabindex="0" aria-label="${file}"><code>${colored}</code></pre>
`;
  },
};
