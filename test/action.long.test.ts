// The composite action and the reusable workflow: their shell steps, run as GitHub's runner runs them, in a repository with
// a base branch and a pull request; GitHub's API is a real server on this machine that keeps the comments.
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parse} from 'yaml';
import {Rig, root, smallExperiment} from './rig.js';

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

const actionFolder = join(root, '.github', 'actions', 'tfsweep');
const action: {
  inputs: Record<string, {default?: string}>;
  runs: {steps: readonly Step[]};
} = parse(readFileSync(join(actionFolder, 'action.yml'), 'utf8'));
const workflow: {jobs: {experiments: {steps: readonly Step[]}}} = parse(
  readFileSync(join(root, '.github', 'workflows', 'tfsweep.yml'), 'utf8'),
);

/** Comments on pull request 7, as GitHub's API keeps them. */
const comments: {id: number; body: string}[] = [];
const requests: string[] = [];
let forbidden = false;
const server = createServer((request, response) => {
  let sent = '';
  request.on('data', chunk => {
    sent += chunk;
  });
  request.on('end', () => {
    const {method, url = ''} = request;
    requests.push(`${method} ${url}`);
    const answer = (code: number, body: unknown) => {
      response.writeHead(code, {'content-type': 'application/json'});
      response.end(JSON.stringify(body));
    };
    const own = /^\/repos\/me\/mine\/issues\/comments\/(\d+)$/.exec(url);
    if (request.headers.authorization !== 'Bearer secret') answer(401, {});
    else if (forbidden) answer(403, {});
    else if (method === 'GET' && url.startsWith('/repos/me/mine/issues/7/comments?')) answer(200, comments);
    else if (method === 'POST' && url === '/repos/me/mine/issues/7/comments') {
      comments.push({id: comments.length + 1, body: JSON.parse(sent).body});
      answer(201, comments.at(-1));
    } else if (method === 'PATCH' && own) {
      const comment = comments.find(({id}) => id === Number(own[1]));
      if (comment) comment.body = JSON.parse(sent).body;
      answer(comment ? 200 : 404, comment ?? {});
    } else answer(404, {});
  });
});
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const {port} = server.address() as AddressInfo;

const rig = new Rig();
const repository = join(rig.folder, 'mine');
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

interface Ran {
  readonly outcomes: Readonly<Record<string, 'success' | 'failure' | 'skipped'>>;
  readonly log: string;
  readonly summary: string;
  readonly outputs: string;
  readonly files: readonly string[];
}

/** Runs steps one after the other in the repository; what GitHub's expressions are used for here, and nothing more. */
async function runSteps(steps: readonly Step[], given: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const temporary = join(rig.folder, 'runner');
  rmSync(temporary, {recursive: true, force: true});
  mkdirSync(temporary);
  const file = (name: string) => {
    writeFileSync(join(temporary, name), '');
    return join(temporary, name);
  };
  const [summary, path, output, event] = ['summary', 'path', 'output', 'event'].map(file);
  writeFileSync(event, JSON.stringify({pull_request: {number: 7}}));
  const context: Readonly<Record<string, string>> = {'github.token': 'secret', 'github.base_ref': 'main'};
  const filled = (text: string): string =>
    text.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => {
      if (!name.startsWith('inputs.')) return context[name] ?? refuse(`no ${name} here`);
      const input = name.slice('inputs.'.length);
      return given[input] ?? filled(action.inputs[input]?.default ?? refuse(`there is no input ${input}`));
    });
  const outcomes: Record<string, 'success' | 'failure' | 'skipped'> = {};
  let log = '';
  for (const [index, {name, id, if: condition, shell, env = {}, run}] of steps.entries()) {
    const key = id ?? name ?? String(index);
    if (run === undefined) continue;
    assert.is(shell, 'bash');
    if (!isMet(condition, outcomes)) {
      outcomes[key] = 'skipped';
      continue;
    }
    const script = join(temporary, `${index}.sh`);
    writeFileSync(script, run);
    const own = Object.fromEntries(Object.entries(env).map(([variable, text]) => [variable, filled(text)]));
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: repository,
      env: {
        ...process.env,
        NO_COLOR: '1',
        PATH: [...readFileSync(path, 'utf8').split('\n').filter(Boolean), process.env.PATH].join(':'),
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: actionFolder,
        GITHUB_API_URL: `http://127.0.0.1:${port}`,
        GITHUB_EVENT_PATH: event,
        GITHUB_OUTPUT: output,
        GITHUB_PATH: path,
        GITHUB_REPOSITORY: 'me/mine',
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: repository,
        RUNNER_TEMP: temporary,
        ...own,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        log += chunk;
      });
    const code = await new Promise<number | null>(resolve => child.on('close', resolve));
    outcomes[key] = code === 0 ? 'success' : 'failure';
  }
  const files = existsSync(join(temporary, 'tfsweep')) ? readdirSync(join(temporary, 'tfsweep')) : [];
  return {outcomes, log, summary: readFileSync(summary, 'utf8'), outputs: readFileSync(output, 'utf8'), files};
}

/** Steps that were no success. */
const unlike = (outcomes: Ran['outcomes']) => Object.keys(outcomes).filter(step => outcomes[step] !== 'success');

function refuse(message: string): never {
  throw new Error(message);
}

function isMet(condition: string | undefined, outcomes: Ran['outcomes']): boolean {
  if (condition === undefined) return Object.values(outcomes).every(outcome => outcome === 'success');
  return condition
    .replace(/^\$\{\{ (.*) \}\}$/, '$1')
    .split(' && ')
    .every(part => {
      if (part === '!cancelled()') return true;
      const [, id, wanted] = /^steps\.(\w+)\.outcome == '(\w+)'$/.exec(part) ?? refuse(part);
      return outcomes[id] === wanted;
    });
}

const experiment = (change: Record<string, unknown> = {}) =>
  smallExperiment({
    sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 3},
    expect: ['failed == 0'],
    ...change,
  });
rig.write('mine/experiments/small.yaml', experiment());
git('init', '--quiet', '--initial-branch=main');
const first = await runSteps(action.runs.steps, {base: ''});
git('add', '.');
git('commit', '--quiet', '-m', 'experiment and results');
git('clone', '--quiet', '--bare', '.', join(rig.folder, 'origin.git'));
git('remote', 'add', 'origin', join(rig.folder, 'origin.git'));
git('switch', '--quiet', '-c', 'change');

test('in a new repository everything is checked and run, there is nothing to verify and nothing to tell', () => {
  assert.equal(unlike(first.outcomes), [], first.log);
  assert.match(first.log, 'no run is committed in results');
  assert.equal(
    first.files.filter(name => name.endsWith('.xml')),
    ['check.xml', 'run-small.yaml.xml'],
  );
  assert.match(
    first.summary,
    /^- check experiments\/small\.yaml: fine, 6 trials\n### small\n\n\| activation \| validation_rmse \|/,
  );
  assert.is(first.outputs, 'differs=false\n');
  assert.equal(comments, []);
});

test('a pull request that changes nothing: runs come back, the comment says so', async () => {
  const {outcomes, log, outputs, summary} = await runSteps(action.runs.steps);
  assert.equal(unlike(outcomes), [], log);
  assert.match(log, 'reproduced, 6 of 6 trials with the same bits');
  assert.match(summary, '### small: reproduced');
  assert.is(outputs, 'differs=false\n');
  assert.is(comments.length, 1);
  assert.match(comments[0].body, /^<!-- tfsweep -->\n### small: all 10 cells the same\n/);
});

test('a change is told in the same comment; the committed run is verified by what it says itself', async () => {
  rig.write('mine/experiments/small.yaml', experiment({training: {epochs: 40}}));
  rig.write('mine/experiments/other.yaml', experiment({name: 'other', training: {epochs: 1}}));
  const {outcomes, log, outputs} = await runSteps(action.runs.steps, {sample: '2', tolerance: '0.001%'});
  assert.equal(unlike(outcomes), [], log);
  assert.match(log, 'reproduced, 2 of 2 trials with the same bits, a sample of 6');
  assert.is(outputs, 'differs=true\n');
  assert.is(comments.length, 1);
  assert.match(comments[0].body, '- training.epochs: 3 → 40');
  assert.match(comments[0].body, /\| beyond tolerance, (better|worse) \|/);
  assert.match(comments[0].body, '### experiments/other.yaml\n\nNo run on main to compare with.');
  assert.ok(requests.some(request => request.startsWith('PATCH ')));
});

test('a missed threshold and a run that does not come back fail the job, and are told all the same', async () => {
  rig.write('mine/experiments/other.yaml', experiment({name: 'other', expect: ['best test_rmse < 0']}));
  const committed = git('ls-files', 'results').split('/')[2];
  const journal = join(repository, 'results', 'small', committed, 'trials.jsonl');
  writeFileSync(journal, readFileSync(journal, 'utf8').replaceAll(/"loss":0\./g, '"loss":1.'));
  const {outcomes, log} = await runSteps(action.runs.steps);
  assert.is(outcomes['Verify committed runs'], 'failure');
  assert.match(log, /::error title=small::not reproduced: .*%0Aactivation=linear, seed \d+: epoch 1, loss/);
  assert.is(outcomes.Run, 'failure');
  assert.match(
    log,
    /::error file=experiments\/other\.yaml,line=1,col=\d+,endColumn=\d+,title=tfsweep::expected best test_rmse < 0, but/,
  );
  assert.is(outcomes.diff, 'success');
  assert.is(outcomes['Tell in the pull request'], 'success');
  git('checkout', '--quiet', 'results');
});

test('a mistake in the YAML is told at its line, and nothing is trained', async () => {
  rig.write('mine/experiments/other.yaml', 'version: 1\nname: other\nwindow: {lenght: 3}\n');
  const {outcomes, log} = await runSteps(action.runs.steps);
  assert.is(outcomes.check, 'failure');
  assert.is(outcomes.Run, 'skipped');
  assert.is(outcomes['Tell in the pull request'], 'skipped');
  assert.match(
    log,
    "::error file=experiments/other.yaml,line=3,col=10,endColumn=16,title=tfsweep::unknown key 'lenght'",
  );
  rmSync(join(repository, 'experiments', 'other.yaml'));
});

test('a token that may only read is a warning', async () => {
  forbidden = true;
  const {outcomes, log} = await runSteps(action.runs.steps);
  assert.is(outcomes['Tell in the pull request'], 'success');
  assert.match(log, "::warning title=tfsweep::the comment can't be written: GET /issues/7/comments");
  forbidden = false;
});

test("the workflow's own step installs packages where there are some", async () => {
  const {outcomes, log} = await runSteps(workflow.jobs.experiments.steps);
  assert.equal(Object.values(outcomes), ['success'], log);
  // Data that lies in a package, as that of the S&P 500 does here.
  const own = {name: 'mine', version: '1.0.0', dependencies: {waves: 'file:waves'}};
  rig.write('mine/waves/package.json', JSON.stringify({name: 'waves', version: '1.0.0'}));
  rig.write('mine/package.json', JSON.stringify(own));
  const packages = {'': own, 'node_modules/waves': {resolved: 'waves', link: true}, waves: {version: '1.0.0'}};
  rig.write('mine/package-lock.json', JSON.stringify({...own, lockfileVersion: 3, packages}));
  const installed = await runSteps(workflow.jobs.experiments.steps);
  assert.equal(Object.values(installed.outcomes), ['success'], installed.log);
  assert.ok(existsSync(join(repository, 'node_modules', 'waves', 'package.json')));
});

test.after(() => {
  server.close();
  rig.remove();
});
test.run();
