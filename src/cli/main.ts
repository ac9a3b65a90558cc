#!/usr/bin/env node

/** As in package.json. */
const [MAJOR, MINOR] = [20, 10];

// An older Node can't even read the program: it is loaded only where it can run.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > MAJOR || (major === MAJOR && minor >= MINOR)) await import('./program.js');
else {
  process.stderr.write(`tfsweep needs Node ${MAJOR}.${MINOR} or newer, and this is Node ${process.versions.node}\n`);
  process.exitCode = 2;
}
