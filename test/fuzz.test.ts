// A sample of npm run fuzz: what reads texts of others is given texts that are nearly right.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, root} from './rig.js';

test('ten seconds of texts that are nearly right', () => {
  const rig = new Rig();
  const {status, stdout} = spawnSync(
    process.execPath,
    [join(root, 'dist', 'test', 'fuzz', 'fuzz.js'), '--seconds', '10', '--seed', '7'],
    {cwd: rig.folder, encoding: 'utf8'},
  );
  assert.is(status, 0, stdout);
  assert.ok(Number(/(\d+) inputs, 0 faults/.exec(stdout)?.[1] ?? 0) >= 100, stdout);
  rig.remove();
});

test.run();
