import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {packageFile} from '../../engine/package-file.js';
import {conditionScript} from '../../results/condition.js';
import {type Content, Markup, markup} from '../markup.js';
import {overview} from './overview.js';
import type {ReportRun} from './report-run.js';
import {runsCompared} from './runs-compared.js';
import {sections} from './sections/index.js';

/** One HTML file about some runs that needs no other file and no network. */
export function reportPage(runs: readonly ReportRun[], version: string): string {
  const scripts = [chartLibrary(), ...CLIENT.map(clientScript)];
  const titles = runTitles(runs);
  const names = [...new Set(runs.map(({results}) => results.manifest.name))].join(', ');
  const several = runs.length > 1;
  const parts = runs.map((run, index) => runMarkup(run, titles[index], several));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${scripts.map(hashSource).join(' ')}">
<meta name="generator" content="tfsweep ${version}">
<title>${names} · tfsweep</title>
<style>
${new Markup(readFileSync(packageFile('src/presentation/html/page.css'), 'utf8'))}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header>
<h1>${names}</h1>
<button type="button" id="theme">Dark</button>
<nav aria-label="Sections"><ul>
${several && markup`<li><a href="#compared">Runs compared</a></li>\n`}${parts.flatMap(({links}) => links)}</ul></nav>
</header>
<main id="main">
${
  several &&
  markup`<section id="compared" aria-labelledby="compared-title">
<h2 id="compared-title">Runs compared</h2>
${runsCompared(runs, titles)}</section>
`
}${parts.map(({content}) => content)}</main>
<footer>Made by tfsweep ${version}. Charts by Apache ECharts.</footer>
${scripts.map((script, index) => markup`<script${index === 0 ? '' : markup` type="module"`}>${new Markup(script)}</script>\n`)}</body>
</html>
`.text;
}

/** Scripts of the page, each on its own: they find what they are about by its class. */
const CLIENT = ['theme', 'variants', 'tables', 'charts'] as const;

/** What a script takes from the program. */
const BEFORE: Readonly<Partial<Record<(typeof CLIENT)[number], () => string>>> = {tables: conditionScript};

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

function chartLibrary(): string {
  return inlined(readFileSync(createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js'), 'utf8'));
}

function clientScript(name: (typeof CLIENT)[number]): string {
  const file = packageFile('dist', 'src', 'presentation', 'html', 'client', `${name}.js`);
  const before = BEFORE[name]?.() ?? '';
  return inlined(`${before}\n${readFileSync(file, 'utf8').replace(/^export \{\};\n?/m, '')}`);
}

/** A script in which nothing ends the element that it stands in. */
function inlined(script: string): string {
  return script.replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
}

/** What the policy calls a script: nothing else can run in the page. */
function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
