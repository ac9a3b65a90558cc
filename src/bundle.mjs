// Bundles what tsc has compiled into dist/program, so that a command loads a few files and not some two hundred, and the
// scripts of pages. What is installed is left out of it, but for packages of which it takes a part.
import {createHash} from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const program = join(dist, 'program');
const fresh = join(dist, `program.${process.pid}`);
const stamp = join(dist, 'program.made-from');

linkCommand();

// Where nothing was compiled nothing is done: somebody may be running what is there.
const compiled = createHash('sha256')
  .update(readFileSync(join(dist, 'tsconfig.tsbuildinfo')))
  .update(readFileSync(join(dist, 'client.tsbuildinfo')))
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === compiled) process.exit(0);

const inSource = file => join(dist, 'src', file);
const inDist = file => import(pathToFileURL(inSource(file)).href);
const {isAlive} = await inDist('disk/process-alive.js');
removeLeftovers();
const [{compiledCode}, {DOCUMENTS, RECORDS}, {experimentSchema}, {recordSchemas}] = await Promise.all(
  [
    'document/compiled-code.js',
    'document/compiled-schema.js',
    'experiment/experiment-file.js',
    'run/records/record-schemas.js',
  ].map(inDist),
);
const resolved = ({path}) => ({path: createRequire(import.meta.url).resolve(path)});

/** Puts compiled schemas in the place of what compiles them, with the few functions of ajv that they call. */
const compiledSchemas = {
  name: 'compiled schemas',
  setup({onLoad, onResolve}) {
    onLoad({filter: /src[\\/]experiment[\\/]compiled-experiment\.js$/}, () => ({
      contents: `${compiledCode(DOCUMENTS, {experiment: experimentSchema})}\nexport const compiledExperiment = () => experiment;`,
      resolveDir: root,
    }));
    onLoad({filter: /src[\\/]run[\\/]records[\\/]compiled-record\.js$/}, () => ({
      contents: `${compiledCode(RECORDS, recordSchemas)}\nconst compiled = {${Object.keys(recordSchemas)}};\nexport const compiledRecord = name => compiled[name];`,
      resolveDir: root,
    }));
    onResolve({filter: /^(ajv\/dist\/runtime\/|fast-deep-equal$)/}, resolved);
  },
};

const TENSORFLOW = ['tfjs-core', 'tfjs-layers', 'tfjs-backend-cpu', 'tfjs-backend-wasm'];

/** All parts of TensorFlow.js have one core: tensors of one are those of the others. */
const sharedCore = {
  name: 'shared core',
  setup({onResolve}) {
    onResolve({filter: /^@tensorflow\/tfjs-core$/}, ({kind}) =>
      kind === 'entry-point' ? undefined : {path: './tfjs-core.cjs', external: true},
    );
  },
};

/** What is installed stays outside; of a development dependency what is imported goes in. */
const {dependencies, peerDependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};
const made = await Promise.all([
  build({
    ...common,
    // What is started, or imported: the command, processes that it starts, and the library.
    entryPoints: ['cli/main.js', 'library/index.js', 'run/executor/worker.js', 'engine/backends/probe-process.js'].map(
      inSource,
    ),
    outbase: join(dist, 'src'),
    outdir: fresh,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: Object.keys({...dependencies, ...peerDependencies}),
    plugins: [compiledSchemas],
    platform: 'node',
    target: 'node20',
  }),
  build({
    ...common,
    // Of 95 MB these are 4: what npm installs of TensorFlow.js are the same programs in seven forms.
    entryPoints: Object.fromEntries(TENSORFLOW.map(part => [part, `@tensorflow/${part}`])),
    outdir: join(fresh, 'tensorflow'),
    format: 'cjs',
    outExtension: {'.js': '.cjs'},
    plugins: [sharedCore],
    mainFields: ['main'],
    platform: 'node',
    target: 'node20',
  }),
  build({
    ...common,
    // What stands in a page.
    entryPoints: [join(root, 'src', 'presentation', 'html', 'client', '*.ts')],
    outdir: join(fresh, 'client'),
    platform: 'browser',
    target: 'es2022',
    minify: true,
    define: {'process.env.NODE_ENV': '"production"'},
  }),
]);
copyBesideTensorFlow();
for (const file of readdirSync(inSource('library')).filter(name =>
  /^(index|errors|results|training|types)\.d\.ts$/.test(name),
))
  cpSync(join(inSource('library'), file), join(fresh, 'library', file));
writeFileSync(join(fresh, 'THIRD-PARTY.txt'), licences(made));
chmodSync(join(fresh, 'cli', 'main.js'), 0o755);
// Without the stamp, whoever is killed from here on has it made again.
rmSync(stamp, {force: true});
takePlace();
writeFileSync(stamp, compiled);

/** The programs of its WebAssembly backend, which looks for them beside itself, and what version each part is of. */
function copyBesideTensorFlow() {
  const folder = part => dirname(createRequire(import.meta.url).resolve(`@tensorflow/${part}/package.json`));
  const programs = join(folder('tfjs-backend-wasm'), 'dist');
  for (const file of readdirSync(programs).filter(name => name.endsWith('.wasm')))
    cpSync(join(programs, file), join(fresh, 'tensorflow', file));
  const versions = TENSORFLOW.map(part => [part, JSON.parse(readFileSync(join(folder(part), 'package.json'))).version]);
  writeFileSync(join(fresh, 'tensorflow', 'versions.json'), `${JSON.stringify(Object.fromEntries(versions))}\n`);
}

/** Licences and notices of the packages that parts of the bundle come from. */
function licences(builds) {
  const inputs = builds.flatMap(({metafile}) =>
    Object.values(metafile.outputs).flatMap(({inputs}) => Object.entries(inputs)),
  );
  const folders = inputs.flatMap(([file, {bytesInOutput}]) =>
    bytesInOutput > 0 ? (/^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []) : [],
  );
  return [...new Set(folders)]
    .toSorted()
    .map(place => {
      const folder = join(root, place);
      const {name, version} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const texts = ['.', 'licenses']
        .map(part => join(folder, part))
        .filter(existsSync)
        .flatMap(part => readdirSync(part, {withFileTypes: true}).map(entry => [part, entry]))
        .filter(([, entry]) => entry.isFile() && /^(licen[cs]e|notice)/i.test(entry.name))
        .map(([part, entry]) => readFileSync(join(part, entry.name), 'utf8').trim());
      return [`${name} ${version}`, ...texts].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}

/** Puts what was made in the place of what was there; somebody else may be doing the same. */
function takePlace() {
  for (let tries = 1; ; tries++)
    try {
      rmSync(program, {recursive: true, force: true, maxRetries: 5});
      renameSync(fresh, program);
      return;
    } catch (error) {
      if (tries === 5 || !['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    }
}

/** What builds that were killed have left; of others that go on nothing. */
function removeLeftovers() {
  for (const name of readdirSync(dist)) {
    const pid = Number(/^program\.(\d+)$/.exec(name)?.[1]);
    if (pid === process.pid || (pid > 0 && !isAlive(pid))) rmSync(join(dist, name), {recursive: true, force: true});
  }
}

/**
 * `npx tfsweep` calls it in a checkout, too. npx would make a link of its own, in its cache, at the first call: none at all
 * where nothing was built yet, and never another one where the program has moved.
 */
function linkCommand() {
  const folder = join(root, 'node_modules', '.bin');
  const link = join(folder, 'tfsweep');
  const target = join('..', '..', 'dist', 'program', 'cli', 'main.js');
  if (lstatSync(link, {throwIfNoEntry: false})?.isSymbolicLink() && readlinkSync(link) === target) return;
  mkdirSync(folder, {recursive: true});
  rmSync(link, {force: true});
  symlinkSync(target, link);
}
