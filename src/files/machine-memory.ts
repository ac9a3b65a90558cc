import {totalmem} from 'node:os';

/** The memory of this machine in bytes, or what this process may have of it where that is less. */
export function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
