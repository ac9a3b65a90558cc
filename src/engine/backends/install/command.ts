import {spawn} from 'node:child_process';

export interface CommandResult {
  /** undefined when the program isn't there. */
  readonly code: number | null | undefined;
  readonly output: string;
}

/** Runs a program to its end and gives what it printed; never through a shell. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: {readonly cwd?: string; readonly env?: NodeJS.ProcessEnv} = {},
): Promise<CommandResult> {
  return new Promise(resolve => {
    const child = spawn(program, [...args], {
      ...options,
      env: {...process.env, ...options.env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', error => resolve({code: undefined, output: error.message}));
    child.on('close', code => resolve({code, output}));
  });
}

/** The last lines that a program printed. */
export function lastLines(output: string, count = 8): string {
  return output.trim().split('\n').slice(-count).join('\n');
}
