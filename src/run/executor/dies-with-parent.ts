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

/** Flags of Node that a worker has, too. With others, such as --eval or --watch, it would run what its parent runs. */
const MEANT_FOR_WORKERS = /^--(?:max-|stack-size|enable-source-maps|no-warnings|trace-|expose-gc|conditions=|require=)/;

/**
 * How Node is started so that the system kills it with its parent, also where it is stopped and can't end itself: by setpriv of
 * util-linux (prctl(2), PR_SET_PDEATHSIG). Where that isn't there, as on other systems, it is Node itself.
 */
export function nodeThatDiesWithParent(): Starter {
  found ??= starter();
  return found;
}

function starter(): Starter {
  const flags = process.execArgv.filter(flag => MEANT_FOR_WORKERS.test(flag));
  const plain = {execPath: process.execPath, execArgv: flags};
  const setpriv = process.platform === 'linux' ? SETPRIV.find(file => existsSync(file)) : undefined;
  // That of busybox doesn't know the option.
  if (setpriv === undefined || spawnSync(setpriv, [...WITH_PARENT, 'true']).status !== 0) return plain;
  return {execPath: setpriv, execArgv: [...WITH_PARENT, process.execPath, ...flags]};
}
