import {readFileSync} from 'node:fs';

/** When a process of this machine started, in the system's ticks since it was booted; undefined where that isn't told: by Linux alone. */
export function processStart(pid: number): string | undefined {
  return statusOf(pid)?.start;
}

/** Whether a process of this machine is still there; another one that has got its number since isn't it, where `start` tells. */
export function isAlive(pid: number, start?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It is there, but somebody else's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const status = statusOf(pid);
  // One that has ended only waits for whoever started it to ask how.
  return !status || (status.state !== 'Z' && (start === undefined || status.start === start));
}

/** Whether a process is stopped, and what it has used of the processor, in the system's ticks; told by Linux alone. */
export function processActivity(pid: number): {readonly isStopped: boolean; readonly ticks: number} | undefined {
  const status = statusOf(pid);
  return status && {isStopped: status.state.toUpperCase() === 'T', ticks: status.ticks};
}

interface ProcessStatus {
  readonly state: string;
  readonly start: string;
  readonly ticks: number;
}

function statusOf(pid: number): ProcessStatus | undefined {
  try {
    // proc_pid_stat(5): PID (name) state ..., as the 14th and 15th field its ticks, as the 22nd when it started.
    const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return {state, start: rest[18], ticks: Number(rest[10]) + Number(rest[11])};
  } catch {
    return undefined;
  }
}
