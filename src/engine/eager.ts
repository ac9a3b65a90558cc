import type {TensorFlow} from '../model/tensorflow.js';
import {afterEpoch, freshPatience} from '../training/early-stopping.js';
import {type EpochLosses, measureForecasts, type Outcome} from '../training/result.js';
import {TrainingSession, type TrainingSetup} from '../training/training-session.js';

/** Lets the caller know of steps done, now and then; while it waits, signals and messages are attended to. */
export type Breathe = (steps: number) => Promise<void>;

const BREATH_MILLISECONDS = 100;

/** Trains one trial step by step on TensorFlow.js' own kernels: the reference for every other engine. */
export async function trainEagerly(tf: TensorFlow, setup: TrainingSetup, breathe: Breathe): Promise<Outcome> {
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
  {training, dataset, windows}: TrainingSetup,
  breathe: Breathe,
  seconds: () => number,
): Promise<Outcome> {
  const history: EpochLosses[] = [];
  const {earlyStopping} = training;
  let patience = freshPatience;
  let steps = 0;
  for (let epoch = 1; epoch <= training.epochs; epoch++) {
    steps += await trainEpoch(tf, session, epoch, breathe);
    const losses = {epoch, loss: session.epochLoss(), validation_loss: session.splitLoss('validation')};
    history.push(losses);
    const [what, value] = Number.isFinite(losses.loss)
      ? ['validation loss', losses.validation_loss]
      : ['loss', losses.loss];
    if (!Number.isFinite(value)) {
      const message = `diverged: the ${what} became ${value} in epoch ${epoch}`;
      return {status: 'failed', error: {type: 'diverged', message}, history, durationSeconds: seconds()};
    }
    if (!earlyStopping) continue;
    const {now, improved, stop} = afterEpoch(patience, epoch, losses.validation_loss, earlyStopping);
    patience = now;
    if (improved) session.keepWeights();
    if (stop) break;
  }
  const restored = earlyStopping?.restoreBestWeights && patience.bestEpoch > 0;
  if (restored) session.restoreWeights();
  return {
    status: 'finished',
    metrics: measureForecasts(dataset, windows, split => session.predict(split)),
    history,
    diagnostics: {epochs: history.length, measured_epoch: restored ? patience.bestEpoch : history.length, steps},
    durationSeconds: seconds(),
  };
}

/** One pass over the training windows; gives the number of steps. */
async function trainEpoch(tf: TensorFlow, session: TrainingSession, epoch: number, breathe: Breathe): Promise<number> {
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
  const steps = session.wholeSteps + (session.remainder > 0 ? 1 : 0);
  await breathe(steps - told);
  return steps;
}
