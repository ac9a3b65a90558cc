// Run folders that somebody has made to do harm: nothing is written beside them, nothing is waited for, nothing ends in exit 70.

import {spawnSync} from 'node:child_process';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
rig.write('small.yaml', smallExperiment());
assert.is((await rig.tfsweep(['run', 'small.yaml'])).code, 0);
const folder = rig.runFolder('small');
const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
const run = /"run": "(\w+)"/.exec(manifest)?.[1] ?? '';

/** A copy of the run, with some files of its folder changed. */
function copied(change: (folder: string) => void): Rig {
  const copy = new Rig();
  copy.write('small.yaml', smallExperiment());
  cpSync(join(rig.folder, 'results'), join(copy.folder, 'results'), {recursive: true});
  change(copy.runFolder('small'));
  return copy;
}

const deep = `{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)},`;
for (const [what, hostile] of [
  ['a name that leads elsewhere', manifest.replace('"name": "small"', '"name": "../../away"')],
  ['a name that is markup', manifest.replace('"name": "small"', '"name": "</script><script>alert(1)</script>"')],
  ['a run that leads elsewhere', manifest.replace(`"run": "${run}"`, '"run": "../../away"')],
  ['a run with what no path holds', manifest.replace(`"run": "${run}"`, '"run": "a\\u0000b"')],
  ['a comparison by what is no metric', manifest.replaceAll(/"metric": ?"test_rmse"/g, '"metric": "__proto__"')],
  ['parameters nested without end', manifest.replace('"parameters":{', `"parameters":${deep}`)],
] as const)
  test(`a manifest with ${what} is none, for every command`, async () => {
    assert.is.not(hostile, manifest);
    const copy = copied(own => writeFileSync(join(own, 'manifest.json'), hostile));
    const own = copy.runFolder('small');
    const beside = readdirSync(copy.folder);
    const above = readdirSync(join(copy.folder, '..'));
    for (const command of [
      ['table', own],
      ['diff', own, own],
      ['verify', own],
      ['report', own, '--file', 'r.html'],
      ['report', own, '--tensorboard', 'events', '--file', 'r.html'],
      ['merge', own, '--out', 'merged'],
    ]) {
      const {code, stderr} = await copy.tfsweep(command);
      assert.is(code, 2, `${command[0]}: ${stderr}`);
      assert.match(stderr, "its manifest.json can't be read", command[0]);
    }
    assert.equal(readdirSync(copy.folder), beside);
    assert.not(readdirSync(join(copy.folder, '..')).some(name => name.includes('away') && !above.includes(name)));
    assert.is((await copy.tfsweep(['run', 'small.yaml'])).code, 0);
    assert.match(readFileSync(join(own, 'manifest.json'), 'utf8'), '"name": "small"');
    copy.remove();
  });

const onUnix = process.platform === 'win32' ? test.skip : test;
const host = encodeURIComponent(hostname());
for (const [what, put] of Object.entries<(own: string) => void>({
  'a pipe as the lock of an older version': own => spawnSync('mkfifo', [join(own, '.lock')]),
  'a device as the lock of an older version': own => symlinkSync('/dev/zero', join(own, '.lock')),
  'a folder that is called like the lock of a dead process': own => mkdirSync(join(own, `.lock.999999.5.${host}`)),
  'a folder that is called like what a killed write leaves': own => mkdirSync(join(own, 'manifest.json.77')),
  'what killed writes have left': own => {
    writeFileSync(join(own, 'manifest.json.77'), '{');
    writeFileSync(join(own, '.tfsweep-77'), '{');
  },
}))
  onUnix(`${what} keeps no run from going on`, async () => {
    const copy = copied(put);
    const {code, stderr} = await copy.tfsweep(['run', 'small.yaml']);
    assert.is(code, 0, stderr);
    const left = readdirSync(copy.runFolder('small'), {withFileTypes: true}).filter(
      entry => entry.isFile() && (entry.name.startsWith('.') || entry.name.endsWith('.77')),
    );
    assert.equal(left, []);
    copy.remove();
  });

onUnix('a run writes through no link: a journal that is one is told, other files take its place', async () => {
  for (const name of ['trials.jsonl', 'forecasts.jsonl', 'manifest.json', 'table.csv']) {
    const copy = copied(own => {
      // A trial is missing, so that something is to be written.
      const journal = join(own, 'trials.jsonl');
      writeFileSync(journal, readFileSync(journal, 'utf8').split('\n').slice(0, 3).join('\n'));
      writeFileSync(join(own, '..', 'precious'), 'torn');
      rmSync(join(own, name));
      symlinkSync(join('..', 'precious'), join(own, name));
    });
    const {code, stderr} = await copy.tfsweep(['run', 'small.yaml']);
    if (name.endsWith('.jsonl')) {
      assert.ok(code === 2 || code === 3, `${name}: ${code} ${stderr}`);
      assert.match(stderr, `${name}: it is a link`);
    } else assert.is(code, 0, stderr);
    assert.is(readFileSync(join(copy.folder, 'results', 'small', 'precious'), 'utf8'), 'torn', name);
    copy.remove();
  }
});

test('a journal with another name somewhere stays as it is there', async () => {
  const copy = copied(own => {
    for (const name of ['trials.jsonl', 'forecasts.jsonl']) {
      const file = join(own, name);
      writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 1).join('\n').concat('\n'));
      linkSync(file, join(own, '..', '..', `backup-${name}`));
    }
  });
  const backups = ['trials.jsonl', 'forecasts.jsonl'].map(name => join('results', `backup-${name}`));
  const before = backups.map(file => copy.read(file));
  const {code, stderr} = await copy.tfsweep(['run', 'small.yaml']);
  assert.is(code, 0, stderr);
  assert.equal(
    backups.map(file => copy.read(file)),
    before,
  );
  const lines = (own: Rig) => readFileSync(join(own.runFolder('small'), 'trials.jsonl'), 'utf8').split('\n').length;
  assert.is(lines(copy), lines(rig));
  copy.remove();
});

test('what disagrees in length is none: a line of the journal, and the series of a report', async () => {
  const copy = copied(own => {
    const journal = join(own, 'trials.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const record = JSON.parse(lines[1]);
    record.diagnostics.seen.end.layers.pop();
    writeFileSync(journal, lines.with(1, JSON.stringify(record)).join('\n'));
    const data = JSON.parse(readFileSync(join(own, 'data.json'), 'utf8'));
    data.series[0].windows.test[1].targets = [];
    writeFileSync(join(own, 'data.json'), JSON.stringify(data));
  });
  const {code, stderr} = await copy.tfsweep(['report', 'small', '--file', 'r.html']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'trials.jsonl:2 is no result');
  copy.remove();
});

test('forecasts whose trial has no line, as a kill between the two leaves them, are there once after the next run', async () => {
  const forecasts = readFileSync(join(folder, 'forecasts.jsonl'), 'utf8');
  const copy = copied(own => {
    const journal = join(own, 'trials.jsonl');
    const last = JSON.parse(forecasts.trim().split('\n').at(-1) ?? '').id;
    const lines = readFileSync(journal, 'utf8').trim().split('\n');
    writeFileSync(
      journal,
      lines
        .filter(line => !line.includes(`"id":"${last}"`))
        .map(line => `${line}\n`)
        .join(''),
    );
  });
  const {code, stderr} = await copy.tfsweep(['run', 'small.yaml']);
  assert.is(code, 0, stderr);
  assert.match(stderr, '3 trained before');
  assert.is(readFileSync(join(copy.runFolder('small'), 'forecasts.jsonl'), 'utf8'), forecasts);
  copy.remove();
});

test('a report follows a link that its file is, keeps names of 255 characters, and names what was asked for', async () => {
  writeFileSync(join(rig.folder, 'page.html'), '<!doctype html>before');
  symlinkSync('page.html', join(rig.folder, 'link.html'));
  assert.is((await rig.tfsweep(['report', 'small', '--file', 'link.html'])).code, 0);
  assert.match(readFileSync(join(rig.folder, 'page.html'), 'utf8'), '</html>');
  const longest = `${'x'.repeat(250)}.html`;
  assert.is((await rig.tfsweep(['report', 'small', '--file', longest])).code, 0);
  assert.ok(existsSync(join(rig.folder, longest)));
  const {code, stderr} = await rig.tfsweep(['report', 'small', '--file', 'small.yaml/x.html']);
  assert.is(code, 2);
  assert.match(stderr, 'small.yaml/x.html: a part of the path is no folder');
});

test.after(() => rig.remove());
test.run();
