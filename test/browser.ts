import {existsSync} from 'node:fs';

/** A Chromium on this machine: the one that TFSWEEP_TEST_CHROMIUM names, or Debian's or Google's; undefined where none is. */
export const chromiumPath = [
  process.env.TFSWEEP_TEST_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(path => path !== '' && existsSync(path));
