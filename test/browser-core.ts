// What trains in a browser, for test/core.browser.long.test.ts to bundle: the core, TensorFlow.js to record steps with, and nothing of Node.
import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import {fileOfBytes} from '../src/data/1-source/opened-file.js';
import {parseYaml} from '../src/document/yaml-file.js';
import {repairGradients} from '../src/engine/backends/repair-gradients.js';
import {LocalTrainer} from '../src/engine/local-trainer.js';
import {experimentOf} from '../src/experiment/load-experiment.js';
import {prepareLoaded} from '../src/plan/prepare.js';
import {InProcessExecutor} from '../src/run/executor/in-process.js';
import type {Outcome} from '../src/training/result.js';

/** What came of each trial of an experiment, by trial id; `files` are the texts of its data files by their paths. */
export async function trainExperiment(
  text: string,
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Outcome>>> {
  const yaml = parseYaml({file: 'experiment.yaml', text}, []);
  if (!yaml.ok) throw new Error(yaml.problems.map(({message}) => message).join('\n'));
  const loaded = experimentOf(yaml.value);
  if (!loaded.ok) throw new Error(loaded.problems.map(({message}) => message).join('\n'));
  const prepared = await prepareLoaded(loaded.value, {
    openFile: path =>
      path in files ? fileOfBytes(path, new TextEncoder().encode(files[path])) : {missing: `there is no ${path}`},
    findFiles: async () => [],
    query: async () => ({failed: 'there is no data base'}),
  });
  if (!prepared.ok) throw new Error(prepared.problems.map(({message}) => message).join('\n'));
  const {combinations, datasets} = prepared.value;
  const groups = [...combinations].flatMap(({trials, measured}) =>
    trials.map(trial => ({
      trials: [trial],
      sharedRows: [measured.shared],
      engine: 'compiled' as const,
      room: 1,
      program: trial.id,
    })),
  );
  const outcomes: Record<string, Outcome> = {};
  await new InProcessExecutor(new LocalTrainer(loadTensorFlow, loadTensorFlow), datasets.values()).train(groups, {
    onHandedOut() {},
    onSteps() {},
    onTrained(trial, {outcome}) {
      outcomes[trial.id] = outcome;
    },
  });
  return outcomes;
}

async function loadTensorFlow() {
  core.env().set('PROD', true);
  repairGradients(core);
  await core.setBackend('cpu');
  await core.ready();
  return {core, layers};
}
