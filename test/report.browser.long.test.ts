// The report in a real browser, where there is one: Debian's Chromium, or the one that TFSWEEP_TEST_CHROMIUM names.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Browser, chromium, type Page} from 'playwright-core';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {chromiumPath} from './browser.js';
import {writeMadeRun} from './made-run.js';
import {Rig, smallExperiment} from './rig.js';

if (!chromiumPath) process.stdout.write('skipped: no Chromium here (apt-get install chromium)\n');
const inBrowser = chromiumPath ? test : test.skip;

/** Set, this folder gets pictures of what was looked at. */
const pictures = process.env.TFSWEEP_TEST_PICTURES;
if (pictures) mkdirSync(pictures, {recursive: true});

const rig = new Rig();
rig.copy('test/fixtures/runs', '.');
let browser: Browser;

interface Opened {
  readonly page: Page;
  /** What the console, the network and the page complained of. */
  readonly complaints: string[];
}

async function open(
  file: string,
  {width = 1200, theme = 'light'}: {width?: number; theme?: 'light' | 'dark'} = {},
): Promise<Opened> {
  const page = await browser.newPage({viewport: {width, height: 900}, colorScheme: theme});
  const complaints: string[] = [];
  page.on('console', message => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => complaints.push(error.message));
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', request => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(rig.folder, file)).href);
  return {page, complaints};
}

async function close(page: Page, complaints: readonly string[]): Promise<void> {
  assert.equal(complaints, []);
  await page.close();
}

/** Scrolls through the page, so that every chart comes into view. */
async function lookAtAll(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top < height; top += 500) {
    await page.evaluate(y => scrollTo(0, y), top);
    await page.waitForTimeout(60);
  }
  await page.evaluate(() => scrollTo(0, 0));
}

const visible = (page: Page, selector: string) =>
  page.evaluate(
    selector => [...document.querySelectorAll<HTMLElement>(selector)].filter(one => one.offsetParent !== null).length,
    selector,
  );

async function report(...args: readonly string[]): Promise<void> {
  const {code, stderr} = await rig.tfsweep(['report', ...args]);
  if (code !== 0) throw new Error(stderr);
}

if (chromiumPath) {
  browser = await chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox']});
  await report('after', '--file', 'after.html');
  await report('before', '--file', 'before.html');
}

for (const [width, theme] of [
  [1200, 'light'],
  [1200, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)
  inBrowser(
    `${width} pixels wide and ${theme}: all charts are drawn, nothing complains, nothing sticks out`,
    async () => {
      const {page, complaints} = await open('after.html', {width, theme});
      await lookAtAll(page);
      const figures = await visible(page, '.chart');
      assert.ok(figures >= 7, `${figures} charts`);
      assert.is(await visible(page, '.chart[data-drawn]'), figures);
      // Drawn is more than an empty surface: each has shapes, or pixels.
      const empty = await page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>('.chart[data-drawn]')].filter(
            figure => figure.querySelectorAll('svg path').length < 5 && !figure.querySelector('canvas'),
          ).length,
      );
      assert.is(empty, 0);
      assert.is(await page.evaluate(() => document.documentElement.scrollWidth), width);
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.is(background, theme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
      if (pictures) await page.screenshot({path: join(pictures, `report-${width}-${theme}.png`), fullPage: true});
      await close(page, complaints);
    },
  );

const column = (page: Page, index: number) =>
  page.evaluate(
    index =>
      [...document.querySelectorAll<HTMLTableRowElement>('#run-1-results .variant:not([hidden]) tbody tr')].map(
        row => row.cells[index]?.textContent ?? '',
      ),
    index,
  );
const head = (page: Page, name: string) =>
  page.locator('#run-1-results .variant:not([hidden]) th button', {hasText: new RegExp(`^${name}`)});

inBrowser('a table is sorted by its heads, by mouse and by keyboard', async () => {
  const {page, complaints} = await open('after.html');
  const maes = async () => (await column(page, 3)).map(text => Number.parseFloat(text));
  await head(page, 'test_mae').click();
  const ascending = await maes();
  assert.is(ascending.length, 6);
  assert.equal(
    ascending,
    [...ascending].sort((a, b) => a - b),
  );
  assert.is(await page.locator('th[aria-sort]').first().getAttribute('aria-sort'), 'ascending');
  await head(page, 'test_mae').press('Enter');
  assert.equal(await maes(), ascending.toReversed());
  assert.is(await page.locator('th[aria-sort]').first().getAttribute('aria-sort'), 'descending');
  await head(page, 'window').press('Space');
  assert.equal(await column(page, 1), ['3', '3', '8', '8', '12', '12']);
  await close(page, complaints);
});

inBrowser('a table is filtered by words and by conditions', async () => {
  const {page, complaints} = await open('after.html');
  const filter = page.locator('#run-1-rows-filter');
  await filter.fill('tanh window>3');
  assert.equal(await column(page, 0), ['tanh', 'tanh']);
  assert.equal(await column(page, 1), ['8', '12']);
  assert.is(await page.locator('#run-1-rows-count').textContent(), '2 of 6 rows');
  await filter.fill('test_mae<1.2');
  assert.equal(await column(page, 1), ['3']);
  await filter.fill('nothing of the kind');
  assert.equal(await column(page, 0), []);
  await filter.fill('');
  assert.is((await column(page, 0)).length, 6);
  await close(page, complaints);
});

inBrowser('the page filters by the rule of the command line, and a missing value is less than nothing', async () => {
  const {page, complaints} = await open('before.html');
  const filter = page.locator('#run-1-rows-filter');
  for (const condition of [
    'test_mae<100',
    'test_mae!=5',
    'test_mae>=3.2',
    'window=8',
    'window!=8',
    'activation=tanh',
  ]) {
    await filter.fill(condition);
    const {stdout} = await rig.tfsweep(['table', 'before', '--filter', condition, '--format', 'json']);
    const rows: {parameters: {activation: string; window: number}}[] = JSON.parse(stdout).table.rows;
    assert.equal(
      (await column(page, 0)).map((activation, index) => activation + index),
      rows.map(({parameters}, index) => parameters.activation + index),
      condition,
    );
    if (condition === 'test_mae<100') assert.is(rows.length, 4);
  }
  await filter.fill('trials=0');
  assert.is((await column(page, 0)).length, 4, 'rows of which no trial has finished');
  await page.selectOption('#run-1-tables', {label: 'single trials'});
  await page.locator('#run-1-trials-filter').fill('status=failed');
  assert.is(await page.locator('#run-1-trials-count').textContent(), '12 of 24 rows');
  await close(page, complaints);
});

inBrowser('views are switched, and their charts drawn then', async () => {
  const {page, complaints} = await open('after.html');
  await page.selectOption('#run-1-tables', {label: 'single trials'});
  assert.is((await column(page, 0)).length, 18);
  await page.selectOption('#run-1-tables', {label: 'every metric'});
  await head(page, 'train_rmse').waitFor();
  const curves = page.locator('#run-1-curves');
  await curves.scrollIntoViewIfNeeded();
  await page.selectOption('#run-1-curves-by', {label: 'window'});
  const shown = curves.locator('.variant:not([hidden]) .chart[data-drawn]');
  await shown.nth(1).waitFor();
  assert.equal(await shown.first().locator('.legend button').allTextContents(), ['3', '8', '12']);
  await close(page, complaints);
});

inBrowser('pointing at a group shows its single trials, its button hides it', async () => {
  const {page, complaints} = await open('after.html');
  const figure = page.locator('#run-1-curves .chart').first();
  await figure.scrollIntoViewIfNeeded();
  await page.locator('#run-1-curves .chart[data-drawn]').first().waitFor();
  const lines = () => figure.locator('svg path[fill="none"]').count();
  const before = await lines();
  const button = figure.locator('.legend button').first();
  await button.focus();
  // Three windows with three seeds each.
  assert.is(await lines(), before + 9);
  await button.blur();
  assert.is(await lines(), before);
  const box = await figure.locator('.drawing').boundingBox();
  if (!box) throw new Error('the chart has no place');
  // While one points at the chart, there is also the line of the tooltip.
  let most = before;
  for (let y = 20; y < box.height - 40 && most < before + 9; y += 2) {
    await page.mouse.move(box.x + box.width / 2, box.y + y);
    most = await lines();
  }
  assert.is(most, before + 10, 'a line that is pointed at');
  await page.mouse.move(0, 0);
  assert.is(await lines(), before);
  await button.press('Enter');
  assert.is(await button.getAttribute('aria-pressed'), 'false');
  await button.blur();
  assert.ok((await lines()) < before);
  const name = await button.textContent();
  await page.locator('#theme').click();
  const again = figure.locator('.legend button', {hasText: name ?? ''});
  assert.is(await again.getAttribute('aria-pressed'), 'false', 'what is hidden stays so in another theme');
  assert.ok((await lines()) < before);
  await close(page, complaints);
});

inBrowser('everything can be reached by keyboard, and has a name', async () => {
  const {page, complaints} = await open('after.html');
  const unnamed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, input, select, [role=img], [role=region]')]
      .filter(one => {
        const label = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? one.labels?.[0] : undefined;
        return !(one.getAttribute('aria-label') || one.textContent?.trim() || label?.textContent);
      })
      .map(one => one.outerHTML.slice(0, 80)),
  );
  assert.equal(
    unnamed.filter(html => !html.includes('class="more"')),
    [],
  );
  await page.keyboard.press('Tab');
  assert.is(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the results');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.is(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await close(page, complaints);
});

inBrowser('on paper all rows and charts are there, on white', async () => {
  const {page, complaints} = await open('after.html', {theme: 'dark'});
  const pdf = await page.pdf({printBackground: true});
  assert.ok(pdf.length > 50_000, `${pdf.length} bytes`);
  await page.emulateMedia({media: 'print'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.is(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  assert.is(await visible(page, 'nav'), 0);
  assert.is(await visible(page, '.chart[data-drawn]'), await visible(page, '.chart'));
  await close(page, complaints);
});

inBrowser('several runs are compared, each has its sections', async () => {
  await report('before', 'after', '--file', 'both.html');
  const {page, complaints} = await open('both.html');
  await lookAtAll(page);
  assert.equal(await page.locator('article > h2').allTextContents(), ['before', 'after']);
  assert.match((await page.locator('#compared').textContent()) ?? '', 'training.epochs: 5 → 20');
  assert.ok((await page.locator('#compared table tbody tr').count()) > 5);
  assert.is(await visible(page, '.chart[data-drawn]'), await visible(page, '.chart'));
  if (pictures) await page.screenshot({path: join(pictures, 'compared.png')});
  await close(page, complaints);
});

inBrowser('what a user writes stays text', async () => {
  const evil = '</script><img src=x onerror="alert(1)"><script>alert(2)</script>';
  rig.write(
    'evil.csv',
    `"${evil.replaceAll('"', '""')}",b\n${Array.from({length: 120}, (_, row) => `${Math.sin(row / 3)},${row}`).join('\n')}\n`,
  );
  rig.write(
    'evil.yaml',
    smallExperiment({
      name: 'evil',
      description: `${evil} <!-- & \u2028`,
      data: {type: 'csv', path: 'evil.csv', columns: [evil, 'b'], target: '${target}'},
      sweep: {parameters: {activation: ['linear', 'tanh'], target: [evil, 'b']}, seeds: 2},
      expect: ['failed == 0'],
      comparison: {by: 'target'},
    }),
  );
  const run = await rig.tfsweep(['run', 'evil.yaml']);
  assert.is(run.code, 0, run.stderr);
  await report('evil', '--file', 'evil.html');
  const {page, complaints} = await open('evil.html');
  await lookAtAll(page);
  assert.ok((await column(page, 1)).includes(evil));
  for (const figure of await page.locator('.chart[data-drawn] .drawing').all()) {
    const box = await figure.boundingBox();
    if (!box) continue;
    await figure.scrollIntoViewIfNeeded();
    for (const share of [0.3, 0.5, 0.7]) await figure.hover({position: {x: box.width * share, y: box.height * 0.4}});
  }
  for (const button of await page.locator('.legend button:visible').all()) await button.focus();
  assert.is(await page.locator('img').count(), 0);
  await close(page, complaints);
});

inBrowser('500 trials fit into 2 MB, and 4,000 combinations are filtered', async () => {
  writeMadeRun(join(rig.folder, 'results', 'made', 'small'), 100, 5, 100);
  await report('made', '--file', 'made.html');
  assert.ok(rig.read('made.html').length < 2e6, `${rig.read('made.html').length} characters`);
  writeMadeRun(join(rig.folder, 'results', 'large', 'run'), 4000, 5, 10);
  await report('large', '--file', 'large.html');
  const {page, complaints} = await open('large.html');
  await lookAtAll(page);
  assert.is(await visible(page, '.chart[data-drawn]'), await visible(page, '.chart'));
  assert.is((await column(page, 0)).length, 200);
  await page.locator('#run-1-rows-filter').fill('linear window=40 units>400');
  assert.is(await page.locator('#run-1-rows-count').textContent(), '103 of 4000 rows');
  if (pictures) await page.screenshot({path: join(pictures, 'large.png'), fullPage: true});
  await close(page, complaints);
});

inBrowser('whoever takes a picture of the whole page without scrolling has every chart on it', async () => {
  const {page, complaints} = await open('before.html');
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>('.chart')].every(
      one => one.offsetParent === null || 'drawn' in one.dataset,
    ),
  );
  assert.ok((await visible(page, '.chart[data-drawn]')) >= 5);
  assert.is(await page.evaluate(() => scrollY), 0);
  await close(page, complaints);
});

inBrowser(
  'values that are whole networks: labels are cut, told whole where one points, and tables stay readable',
  async () => {
    const layers = (activation: string) => [
      'flatten',
      ...[1, 2].map(() => ({type: 'dense', units: 4, activation, kernelInitializer: 'glorot-uniform'})),
      {type: 'dense', units: 1},
    ];
    const text = smallExperiment({
      name: 'networks',
      model: {layers: '${network}'},
      training: {epochs: 1},
      sweep: {parameters: {network: [layers('tanh'), layers('linear')]}, seeds: 2},
      comparison: {by: 'network'},
    });
    rig.write('networks.yaml', text);
    await rig.tfsweep(['run', 'networks.yaml']);
    await report('networks', '--file', 'networks.html');
    for (const width of [390, 1300]) {
      const {page, complaints} = await open('networks.html', {width});
      const figure = page.locator('#run-1-comparison .chart').first();
      await figure.scrollIntoViewIfNeeded();
      await figure.locator('svg').waitFor();
      const {left, right, dots} = await figure.evaluate(own => {
        const texts = [...own.querySelectorAll('svg text')].filter(one => one.textContent?.includes('flatten'));
        const boxes = texts.map(one => one.getBoundingClientRect());
        const place = own.querySelector('.drawing')?.getBoundingClientRect();
        const circles = [...own.querySelectorAll('svg path')].map(one => one.getBoundingClientRect());
        const isIn = ({left, right}: DOMRect) =>
          place !== undefined && left >= place.left - 1 && right <= place.right + 1;
        return {
          left: Math.min(...boxes.map(box => box.left)) - (place?.left ?? 0),
          right: Math.max(...boxes.map(box => box.right)) - (place?.left ?? 0),
          dots: circles.filter(circle => !isIn(circle)).length,
        };
      });
      assert.ok(left >= 0 && right < width * 0.45, `labels from ${left} to ${right} at ${width}`);
      assert.is(dots, 0);
      await figure.locator('svg text', {hasText: 'flatten'}).first().hover();
      const title = await figure.locator('.drawing').getAttribute('title');
      assert.match(title ?? '', /^\[flatten, .*units: 1\}\]$/);
      await close(page, complaints);
    }
  },
);

inBrowser('the best row has the star that the note explains, and printed legends keep their colours', async () => {
  const {page, complaints} = await open('after.html');
  assert.match((await page.locator('#run-1-results tr.best').first().textContent()) ?? '', '*');
  assert.match((await page.locator('#run-1-results .note').first().textContent()) ?? '', '* best mean');
  await page.emulateMedia({media: 'print'});
  const adjust = await page
    .locator('.legend i')
    .first()
    .evaluate(mark => getComputedStyle(mark).printColorAdjust);
  assert.is(adjust, 'exact');
  await close(page, complaints);
});

test.after(async () => {
  await browser?.close();
  rig.remove();
});
test.run();
