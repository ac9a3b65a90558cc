// The benchmark goes on where a peer can't be imported or started.
import {chmodSync} from 'node:fs';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {missingPeers, missingPeersText, peerJson} from './bench/contest.js';
import {Rig} from './rig.js';

const rig = new Rig();
const python = rig.write(
  'python',
  '#!/bin/sh\ncase "$2" in keras-jax) printf "Traceback:\\nNo module named jax\\n" >&2; exit 1;; esac\necho \'{"microseconds": 7}\'\n',
);
chmodSync(python, 0o755);

test('a peer that can’t be imported is left out, and the others are measured', () => {
  assert.is(peerJson(python, 'keras-jax', 'dense', 1, 10), undefined);
  assert.equal(peerJson(python, 'torch-bmm', 'dense', 1, 10), {microseconds: 7});
  assert.is(missingPeers.get('keras-jax'), 'No module named jax');
  assert.is(missingPeersText(), 'left out: keras-jax: No module named jax\n');
});

test('a Python that isn’t there leaves every peer out', () => {
  assert.is(peerJson('/nowhere/python', 'jax-vmap', 'dense', 1, 10), undefined);
  assert.match(missingPeers.get('jax-vmap') ?? '', 'ENOENT');
});

test.after(() => rig.remove());
test.run();
