import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {packageFile} from '../../engine/package-file.js';
import {conditionScript} from '../../results/condition.js';
import {type Content, Markup, markup} from '../markup.js';

/** What a page holds besides what all have. */
export interface PageContent {
  readonly title: string;
  /** Links to its parts. */
  readonly links: readonly Content[];
  readonly main: Content;
}

/** One HTML file that needs no other file and no network, whose charts client/charts.ts draws. */
export function pageShell({title, links, main}: PageContent, version: string): string {
  const scripts = [chartLibrary(), ...CLIENT.map(clientScript)];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${scripts.map(hashSource).join(' ')}">
<meta name="generator" content="tfsweep ${version}">
<title>${title} · tfsweep</title>
<style>
${new Markup(readFileSync(packageFile('src/presentation/html/page.css'), 'utf8'))}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header>
<h1>${title}</h1>
<button type="button" id="theme">Dark</button>
<nav aria-label="Sections"><ul>
${links}</ul></nav>
</header>
<main id="main">
${main}</main>
<footer>Made by tfsweep ${version}. Charts by Apache ECharts.</footer>
${scripts.map((script, index) => markup`<script${index === 0 ? '' : markup` type="module"`}>${new Markup(script)}</script>\n`)}</body>
</html>
`.text;
}

/** Scripts of the page, each on its own: they find what they are about by its class. */
const CLIENT = ['theme', 'variants', 'tables', 'charts'] as const;

/** What a script takes from the program. */
const BEFORE: Readonly<Partial<Record<(typeof CLIENT)[number], () => string>>> = {tables: conditionScript};

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
