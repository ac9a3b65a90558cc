import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';

/** What a process is started by. */
export interface Starter {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'];
const WITH_PARENT = ['--pdeathsig', 'KILL'];
let found: Starter | undefined;

/**
 * How Node is started so that the system kills it with its parent, also where it is stopped and can't end itself: by setpriv of
 * util-linux (prctl(2), PR_SET_PDEATHSIG). Where that isn't there, as on other systems, it is Node itself.
 */
export function nodeThatDiesWithParent(): Starter {
  found ??= starter();
  return found;
}

function starter(): Starter {
  const plain = {execPath: process.execPath, execArgv: process.execArgv};
  const setpriv = process.platform === 'linux' ? SETPRIV.find(file => existsSync(file)) : undefined;
  // That of busybox doesn't know the option.
  if (setpriv === undefined || spawnSync(setpriv, [...WITH_PARENT, 'true']).status !== 0) return plain;
  return {execPath: setpriv, execArgv: [...WITH_PARENT, process.execPath, ...process.execArgv]};
}
