import type {TensorFlow} from '../model/tensorflow.js';
import {afterEpoch, freshPatience, restoredEpoch} from '../training/early-stopping.js';
import {divergedEnding, type Ending, type EpochLosses, finishedEnding, hasDiverged} from '../training/result.js';
import {TrainingSession, type TrainingSetup} from '../training/training-session.js';

/** Lets the caller know of steps done, now and then; while it waits, signals and messages are attended to. */
export type Breathe = (steps: number) => Promise<void>;

const BREATH_MILLISECONDS = 100;

/** Trains one trial step by step on TensorFlow.js' own kernels: the reference for every other engine. */
export async function trainEagerly(tf: TensorFlow, setup: TrainingSetup, breathe: Breathe): Promise<Ending> {
  const started = performance.now();
  const session = new TrainingSession(tf, setup);
  try {
    return await trainEpochs(tf, session, setup, breathe, () => (performance.now() - started) / 1000);
  } finally {
    session.dispose();
  }
}

async function trainEpochs(
  tf: TensorFlow,
  session: TrainingSession,
  setup: TrainingSetup,
  breathe: Breathe,
  seconds: () => number,
): Promise<Ending> {
  const history: EpochLosses[] = [];
  const {earlyStopping, epochs} = setup.training;
  let patience = freshPatience;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await trainEpoch(tf, session, epoch, breathe);
    const losses = {epoch, loss: session.epochLoss(), validation_loss: session.splitLoss('validation')};
    history.push(losses);
    if (hasDiverged(losses)) return divergedEnding(history, seconds());
    if (!earlyStopping) continue;
    const {now, improved, stop} = afterEpoch(patience, epoch, losses.validation_loss, earlyStopping);
    patience = now;
    if (improved) session.keepWeights();
    if (stop) break;
  }
  const restored = restoredEpoch(earlyStopping, patience.bestEpoch);
  if (restored !== undefined) session.restoreWeights();
  return finishedEnding(setup, 'eager', history, restored ?? history.length, split => session.predict(split), seconds);
}

/** One pass over the training windows. */
async function trainEpoch(tf: TensorFlow, session: TrainingSession, epoch: number, breathe: Breathe): Promise<void> {
  session.startEpoch(epoch);
  let told = 0;
  let breath = performance.now();
  for (let index = 0; index < session.wholeSteps; index++) {
    const step = tf.core.scalar(index, 'int32');
    session.step(step);
    step.dispose();
    if (performance.now() - breath < BREATH_MILLISECONDS) continue;
    await breathe(index + 1 - told);
    told = index + 1;
    breath = performance.now();
  }
  session.remainderStep();
  await breathe(session.steps - told);
}
