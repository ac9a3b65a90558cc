import {extname} from 'node:path';
import {writeWholeFile} from '../disk/write-file.js';
import {tfsweepVersion} from '../engine/versions.js';
import type {Plot} from '../presentation/plot/plot.js';
import {plotText} from '../presentation/plot/terminal/plot-text.js';
import {InputError} from './exit-codes.js';
import {outScreen, writeErr, writeOut} from './streams.js';
import {writing} from './writing.js';

/** The forms that a picture is written in, by the ending of its file. */
const FORMS: Readonly<Record<string, (plot: Plot) => Promise<string | Uint8Array>>> = {
  '.svg': async plot => (await import('../presentation/plot/plot-svg.js')).plotSvg(plot),
  '.png': async plot => (await import('../presentation/plot/plot-png.js')).plotPng(plot),
  '.html': async plot => (await import('../presentation/html/plot-page.js')).plotPage(plot, tfsweepVersion()),
};

const NARROWEST = 40;

/** Draws a plot in the terminal, for `--plot`, or into a file, for `--plot FILE`. Throws InputError for a file of another kind. */
export async function showPlot(plot: Plot, file: string | true): Promise<void> {
  if (file === true) {
    const {style, width = 100} = outScreen();
    writeOut(plotText(plot, style, {width: Math.max(NARROWEST, width), unicode: hasUnicode()}));
    return;
  }
  const form = FORMS[extname(file).toLowerCase()];
  if (!form)
    throw new InputError(`--plot can't write '${file}'`, `a file that ends in ${Object.keys(FORMS).join(', ')}`);
  const content = await form(plot);
  await writing(async () => writeWholeFile(file, content));
  writeErr(`${file}\n`);
}

/** Whether a terminal shows more than ASCII, as far as its environment tells. */
function hasUnicode(): boolean {
  const {LC_ALL, LC_CTYPE, LANG, TERM} = process.env;
  if (TERM === 'linux' || TERM === 'dumb') return false;
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}
