import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {packageFile, programFile} from '../../engine/package-file.js';
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
  const scripts = CLIENT.map(clientScript);
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
${scripts.map(script => markup`<script type="module">${new Markup(script)}</script>\n`)}</body>
</html>
`.text;
}

/** Scripts of the page, each on its own with all that it takes from the program: they find what they are about by its class. */
const CLIENT = ['theme', 'variants', 'tables', 'charts'] as const;

function clientScript(name: (typeof CLIENT)[number]): string {
  return inlined(readFileSync(programFile('client', `${name}.js`), 'utf8'));
}

/** A script in which nothing ends the element that it stands in. */
function inlined(script: string): string {
  return script.replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
}

/** What the policy calls a script: nothing else can run in the page. */
function hashSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
