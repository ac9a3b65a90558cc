// What file system a folder lies on, beside what findmnt of util-linux says; and network shares, as proc_pid_mountinfo(5) shows them.
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {fileSystemOf, networkShare, shareOf} from '../src/disk/network-share.js';

const MOUNTS = [
  '27 1 254:0 / / rw,relatime - ext4 /dev/root rw',
  '40 27 0:44 / /home rw,relatime shared:1 - nfs4 server:/home rw,vers=4.2',
  '41 27 0:45 / /mnt/two\\040words rw,relatime - cifs //server/share rw',
  '42 40 0:46 / /home/own rw,relatime - tmpfs tmpfs rw',
  '43 27 0:47 / /far rw - fuse.sshfs user@server:/ rw',
].join('\n');

for (const [path, share] of [
  ['/home/someone/results/run', 'nfs4'],
  ['/home', 'nfs4'],
  ['/home/own/results', undefined],
  ['/homely/results', undefined],
  ['/mnt/two words/results', 'cifs'],
  ['/far/results', 'fuse.sshfs'],
] as const)
  test(`${path} is on ${share ?? 'no share'}`, () => {
    assert.is(shareOf(path, MOUNTS), share);
  });

const withFindmnt = spawnSync('findmnt', ['--version']).status === 0 ? test : test.skip;
withFindmnt('folders of this machine are on what findmnt says', () => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  for (const path of ['/', '/proc/self', '/dev/shm', tmpdir()].filter(path => existsSync(path))) {
    const {stdout} = spawnSync('findmnt', ['-no', 'FSTYPE', '-T', path], {encoding: 'utf8'});
    assert.is(fileSystemOf(path, mounts), stdout.trim().split('\n').at(-1), path);
  }
  assert.is(networkShare('/proc'), undefined);
});

test.run();
