import {type Content, Markup, markup} from '../markup.js';
import {overview} from './overview.js';
import {pageShell} from './page-shell.js';
import type {ReportRun} from './report-run.js';
import {runsCompared} from './runs-compared.js';
import {sections} from './sections/index.js';

/** One HTML file about some runs that needs no other file and no network. */
export function reportPage(runs: readonly ReportRun[], version: string): string {
  const titles = runTitles(runs);
  const names = [...new Set(runs.map(({results}) => results.manifest.name))].join(', ');
  const several = runs.length > 1;
  const parts = runs.map((run, index) => runMarkup(run, titles[index], several));
  const compared =
    several &&
    markup`<section id="compared" aria-labelledby="compared-title">
<h2 id="compared-title">Runs compared</h2>
${runsCompared(runs, titles)}</section>
`;
  const links = parts.flatMap(part => part.links);
  return pageShell(
    {
      title: names,
      links: several ? [markup`<li><a href="#compared">Runs compared</a></li>\n`, ...links] : links,
      main: markup`${compared}${parts.map(({content}) => content)}`,
    },
    version,
  );
}

function runMarkup(run: ReportRun, title: string, several: boolean): {links: Content[]; content: Markup} {
  const shown = sections.flatMap(section => {
    const content = section.render(run);
    return content ? [{...section, id: `${run.id}-${section.id}`, content}] : [];
  });
  const heading = several ? 'h3' : 'h2';
  const [open, close] = [new Markup(`<${heading}`), new Markup(`</${heading}>`)];
  const links = several
    ? [markup`<li><a href="#${run.id}">${title}</a></li>\n`]
    : shown.map(one => markup`<li><a href="#${one.id}">${one.title}</a></li>\n`);
  const content = markup`<article id="${run.id}">
${several && markup`<h2>${title}</h2>\n`}${overview(run)}${shown.map(
  one => markup`<section id="${one.id}" aria-labelledby="${one.id}-title">
${open} id="${one.id}-title">${one.title}${close}
${one.content}</section>
`,
)}</article>
`;
  return {links, content};
}

/** Runs of one experiment are told apart by their id, and by where they lie if that is the same, too. */
function runTitles(runs: readonly ReportRun[]): string[] {
  const labels = [
    ({results}: ReportRun) => results.manifest.name,
    ({results: {manifest}}: ReportRun) => `${manifest.name} ${manifest.run}`,
    ({results: {place}}: ReportRun) => place.tree.show(place.folder),
  ];
  const distinct = labels.find(label => new Set(runs.map(label)).size === runs.length);
  return runs.map((run, index) => (distinct ? distinct(run) : `run ${index + 1}`));
}
