// What a CI server is told: annotations on stderr, Markdown in the step summary, JUnit XML.
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {annotationLine} from '../src/presentation/ci/annotation.js';
import {junitXml} from '../src/presentation/ci/junit.js';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
const summaryFile = join(rig.folder, 'summary.md');
rig.write('small.yaml', smallExperiment({expect: ['failed == 0', 'best test_rmse < 0']}));
rig.write('bad.yaml', 'version: 1\nname: [a]\nseeed: 1\n');
const training = {epochs: 2, optimizer: {type: 'sgd', learningRate: '${rate}'}};
rig.write(
  'half.yaml',
  smallExperiment({
    name: 'half',
    training,
    sweep: {parameters: {activation: ['linear', 'tanh'], rate: [0.01, 1e9]}, seeds: 1},
  }),
);

/** Calls tfsweep as a step on GitHub, and gives what it added to the summary. */
async function step(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  rmSync(summaryFile, {force: true});
  const result = await rig.tfsweep(args, {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_WORKSPACE: join(rig.folder, '..'),
    ...env,
  });
  return {...result, summary: existsSync(summaryFile) ? readFileSync(summaryFile, 'utf8') : ''};
}

const annotations = (stderr: string) => stderr.split('\n').filter(line => line.startsWith('::'));
const here = rig.folder.split('/').at(-1);

test('problems are annotated at their lines, by paths in the repository', async () => {
  const {code, stdout, stderr, summary} = await step(['check', 'bad.yaml', 'half.yaml']);
  assert.is(code, 2);
  assert.is(stdout, 'fine half.yaml: 4 trials\n');
  assert.ok(
    annotations(stderr).includes(
      `::error file=${here}/bad.yaml,line=2,col=7,endColumn=10,title=tfsweep::expected text, found a list`,
    ),
    stderr,
  );
  assert.match(
    stderr,
    `::error file=${here}/bad.yaml,line=3,col=1,endColumn=6,title=tfsweep::unknown key 'seeed'%0Adid you mean 'seed'?`,
  );
  assert.match(summary, /^- check bad\.yaml: \*\*\d+ problems\*\*\n- check half\.yaml: fine, 4 trials\n$/);
});

test('a run: missed thresholds are errors, the table and the comparison are in the summary', async () => {
  const {code, stdout, stderr, summary} = await step(['run', 'small.yaml', '--json', '--junit', 'out/run.xml']);
  assert.is(code, 1);
  JSON.parse(stdout);
  assert.is(annotations(stderr).length, 1);
  assert.match(
    stderr,
    new RegExp(
      `::error file=${here}/small\\.yaml,line=1,col=\\d+,endColumn=\\d+,title=tfsweep::expected best test_rmse < 0, but [\\d.]+ is not < 0`,
    ),
  );
  assert.match(summary, /^### small\n\n\| activation \| validation_rmse .*\n/);
  assert.match(summary, '| better activation | worse activation | lead in test_rmse |');
  assert.match(summary, '- expect best test_rmse \\< 0 **missed**');
});

test('failed trials are a warning', async () => {
  const {code, stderr} = await step(['run', 'half.yaml', '--junit', 'half.xml']);
  assert.is(code, 3);
  const [warning, ...others] = annotations(stderr);
  assert.equal(others, []);
  assert.match(
    warning,
    /^::warning title=half::\d of 4 trials failed%0Aactivation=linear, rate=1000000000, seed \d+: diverged: /,
  );
});

test('diff and verify tell what they found', async () => {
  const diff = await step(['diff', 'small', 'half']);
  assert.is(diff.code, 1);
  assert.match(diff.stderr, '::warning title=half::');
  assert.match(diff.summary, /^### half: /);
  const verify = await step(['verify', 'small', '--junit', 'verify.xml']);
  assert.is(verify.code, 0);
  assert.equal(annotations(verify.stderr), []);
  assert.match(verify.summary, /^### small: reproduced, 4 of 4 trials with the same bits\n/);
  const table = await step(['table', 'small', '--format', 'csv']);
  assert.match(table.summary, /^### small\n\n\| activation \|/);
});

test('--ci does so anywhere, --no-ci nowhere, and without either it takes GITHUB_ACTIONS', async () => {
  const quiet = {GITHUB_ACTIONS: undefined};
  assert.is(annotations((await step(['check', 'bad.yaml'], quiet)).stderr).length, 0);
  assert.ok(annotations((await step(['check', 'bad.yaml', '--ci'], quiet)).stderr).length > 0);
  assert.is(annotations((await step(['check', 'bad.yaml', '--no-ci'])).stderr).length, 0);
  const local = await step(['check', 'bad.yaml', '--ci'], {
    GITHUB_STEP_SUMMARY: undefined,
    GITHUB_WORKSPACE: undefined,
  });
  assert.match(local.stderr, '::error file=bad.yaml,line=2');
});

test('a message can hold anything', () => {
  assert.is(
    annotationLine({level: 'error', title: 'a:b,c', message: '100 %\r\n::error::x', file: 'a,b:c.yaml', line: 1}),
    '::error file=a%2Cb%3Ac.yaml,line=1,title=a%3Ab%2Cc::100 %25%0A::error::x\n',
  );
});

/** The suites of a file as Python's parser reads them. */
function parsed(xml: string): {name: string; counts: number[]; cases: (string | null)[][]}[] {
  const script = `
import json, sys, xml.etree.ElementTree as tree
print(json.dumps([{'name': suite.get('name'), 'counts': [int(suite.get(k)) for k in ('tests', 'failures', 'skipped')],
  'cases': [[case.get('name'), next((child.tag for child in case), None)] for case in suite]}
  for suite in tree.fromstring(sys.stdin.buffer.read())]))`;
  const {status, stdout, stderr} = spawnSync('python3', ['-c', script], {input: xml, encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const withPython = spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

withPython('JUnit files hold every trial and every expectation', async () => {
  const [run] = parsed(rig.read('out/run.xml'));
  assert.is(run.name, 'tfsweep run small');
  assert.equal(run.counts, [6, 1, 0]);
  assert.equal(run.cases.slice(4), [
    ['failed == 0', null],
    ['best test_rmse < 0', 'failure'],
  ]);
  assert.match(run.cases[0][0] ?? '', /^activation=linear, seed \d+$/);
  assert.is(
    parsed(rig.read('half.xml'))[0].cases.filter(([, outcome]) => outcome === 'failure').length,
    parsed(rig.read('half.xml'))[0].counts[1],
  );
  assert.equal(parsed(rig.read('verify.xml'))[0].counts, [4, 0, 0]);
  await rig.tfsweep(['check', 'bad.yaml', 'half.yaml', '--junit', 'check.xml']);
  assert.equal(parsed(rig.read('check.xml'))[0].cases, [
    ['bad.yaml', 'failure'],
    ['half.yaml', null],
  ]);
});

withPython('any text is well-formed XML', () => {
  const name = '<&>"\'\u0000\u001b[31m \uD800 ü 😀 ]]>';
  const [suite] = parsed(
    junitXml([
      {
        name,
        cases: [
          {className: name, name, outcome: {type: 'failed', message: name, details: name}},
          {className: name, name, seconds: 0.5, outcome: {type: 'skipped'}},
        ],
      },
    ]),
  );
  assert.is(suite.name, '<&>"\'\u2400\u241b[31m \uFFFD ü 😀 ]]>');
  assert.equal(suite.counts, [2, 1, 1]);
});

test('a JUnit file that cannot be written is bad input', async () => {
  const {code, stderr} = await rig.tfsweep(['check', 'half.yaml', '--junit', 'half.yaml/check.xml']);
  assert.is(code, 2);
  assert.match(stderr, "can't be written");
});

test.after(() => rig.remove());
test.run();
