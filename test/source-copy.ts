import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import * as assert from 'uvu/assert';
import {root} from './rig.js';

/** The checkout's files in a temporary folder, to be changed and built there; what is installed is shared. */
export class SourceCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'tfsweep-copy-'));

  constructor() {
    const listed = this.call('git', '-C', root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split(
      '\0',
    );
    for (const file of listed.filter(name => name !== '' && existsSync(join(root, name)))) {
      mkdirSync(dirname(join(this.folder, file)), {recursive: true});
      cpSync(join(root, file), join(this.folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** What a command prints; fails loudly where it fails. */
  call(command: string, ...args: string[]): string {
    const {status, stdout, stderr} = spawnSync(command, args, {cwd: this.folder, encoding: 'utf8'});
    assert.is(status, 0, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
    return stdout;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(join(this.folder, file)), {recursive: true});
    writeFileSync(join(this.folder, file), content);
  }

  /** Puts texts in the place of others, each of which must be there. */
  replace(file: string, ...pairs: readonly (readonly [string, string])[]): void {
    let text = this.read(file);
    for (const [before, after] of pairs) {
      assert.ok(text.includes(before), `${file} has no ${before}`);
      text = text.replace(before, after);
    }
    this.write(file, text);
  }

  build(): void {
    this.call('npm', 'run', '--silent', 'build');
  }

  remove(): void {
    rmSync(this.folder, {recursive: true});
  }
}
