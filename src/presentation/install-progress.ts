import type {InstallStage, OnStage} from '../engine/backends/install/install.js';
import {duration} from './number.js';
import type {ProgressStream} from './progress.js';

const STAGES: Readonly<Record<InstallStage, string>> = {
  library: "TensorFlow's library",
  packages: 'npm packages of tfjs-node',
  compile: 'compiling the binding',
  check: 'trying it',
};

/** Shows what an installation is at: a live line on a terminal, a line per stage elsewhere. */
export function installProgress(stream: ProgressStream): {onStage: OnStage; end(): void} {
  let stage: InstallStage | undefined;
  let started = performance.now();
  let bytes = 0;
  const seconds = () => duration((performance.now() - started) / 1000);
  const detail = () => (bytes > 0 ? `, ${(bytes / 1e6).toFixed(0)} MB` : '');
  const live = () => {
    if (stage) stream.write(`\r\u001b[K${STAGES[stage]} ... ${seconds()}${detail()}`);
  };
  const timer = stream.isTTY ? setInterval(live, 200) : undefined;
  const finishStage = () => {
    if (stage) stream.write(`${stream.isTTY ? '\r\u001b[K' : ''}${STAGES[stage]}: ${seconds()}${detail()}\n`);
  };
  return {
    onStage(next, reached = 0) {
      if (next === stage) {
        bytes = Math.max(bytes, reached);
        return;
      }
      finishStage();
      stage = next;
      started = performance.now();
      bytes = reached;
      if (!stream.isTTY) stream.write(`${STAGES[stage]} ...\n`);
    },
    end() {
      finishStage();
      clearInterval(timer);
    },
  };
}
