// What a terminal of so many columns shows of a command: script (util-linux) gives it one, xterm.js reads what comes.
import {spawn, spawnSync} from 'node:child_process';
import xterm from '@xterm/headless';
import {program, type Rig} from './rig.js';

/** Whether this machine can give a command a terminal. */
export const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

export interface Shown {
  /** The lines, as they were written; one that was wider than the terminal is whole here. */
  readonly lines: readonly string[];
  /** Those that didn't fit. */
  readonly tooWide: readonly string[];
}

function started(rig: Rig, columns: number, args: readonly string[]) {
  const quoted = [process.execPath, program, ...args].map(text => `'${text}'`).join(' ');
  return spawn('script', ['-qec', `stty cols ${columns} rows 40; exec ${quoted}`, '/dev/null'], {
    cwd: rig.folder,
    env: {...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** What comes of a command that somebody answers by typing, once it asks. */
export async function typedInTerminal(rig: Rig, args: readonly string[], answer: string): Promise<string> {
  const child = started(rig, 80, args);
  let shown = '';
  let isAnswered = false;
  child.stdout.on('data', chunk => {
    shown += chunk;
    if (!isAnswered && shown.includes('[y/N]')) {
      isAnswered = true;
      child.stdin.write(answer);
    }
  });
  await new Promise(resolve => child.on('close', resolve));
  return shown;
}

/** Calls tfsweep in a terminal, and gives what it shows in the end. */
export async function inTerminal(rig: Rig, columns: number, args: readonly string[]): Promise<Shown> {
  const child = started(rig, columns, args);
  const terminal = new xterm.Terminal({cols: columns, rows: 40, scrollback: 10000, allowProposedApi: true});
  child.stdout.on('data', chunk => terminal.write(chunk));
  await new Promise(resolve => child.on('close', resolve));
  await new Promise<void>(resolve => terminal.write('', resolve));
  return shownOf(terminal);
}

function shownOf(terminal: xterm.Terminal): Shown {
  const {active} = terminal.buffer;
  const lines: string[] = [];
  const tooWide = new Set<number>();
  for (let row = 0; row < active.length; row++) {
    const line = active.getLine(row);
    if (!line) continue;
    const text = line.translateToString(true);
    if (!line.isWrapped) lines.push(text);
    else {
      lines[lines.length - 1] += text;
      tooWide.add(lines.length - 1);
    }
  }
  return {lines, tooWide: [...tooWide].map(index => lines[index])};
}
