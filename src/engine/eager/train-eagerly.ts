import {bySplit} from '../../data/4-split/split.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import {WATCHED} from '../../training/contract.js';
import type {Look} from '../../training/diagnosis/diagnosis-numbers.js';
import {diagnosedEvery, diagnosedStarts, lastDiagnosedStarts} from '../../training/diagnosis/diagnosis-plan.js';
import {afterEpoch, freshPatience, restoredEpoch} from '../../training/early-stopping.js';
import {type EpochVectors, hasDiverged, type TrainingOutput} from '../../training/output.js';
import type {TrainingSetup} from '../../training/setup.js';
import {TrainingSession} from '../../training/training-session.js';
import {BREATH_MILLISECONDS, type Breathe} from '../breathe.js';

/** Trains one trial step by step on TensorFlow.js' own kernels: the reference for every other engine. */
export async function trainEagerly(tf: TensorFlow, setup: TrainingSetup, breathe: Breathe): Promise<TrainingOutput> {
  const session = new TrainingSession(tf, setup);
  try {
    return await trainEpochs(tf, session, setup, breathe);
  } finally {
    session.dispose();
  }
}

async function trainEpochs(
  tf: TensorFlow,
  session: TrainingSession,
  setup: TrainingSetup,
  breathe: Breathe,
): Promise<TrainingOutput> {
  const history: EpochVectors[] = [];
  const curve: Look[] = [];
  const every = session.contract.diagnosis ? diagnosedEvery(setup) : Number.POSITIVE_INFINITY;
  const {earlyStopping, epochs} = setup.training;
  let patience = freshPatience;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    if ((epoch - 1) % every === 0) curve.push(session.look(diagnosedStarts(setup)));
    await trainEpoch(tf, session, epoch, breathe);
    const vectors = session.epochVectors();
    history.push(vectors);
    if (hasDiverged(vectors, session.contract)) return {status: 'diverged', history};
    if (!earlyStopping) continue;
    const {improved, goesOn, ...now} = afterEpoch(patience, epoch, vectors[WATCHED][0], earlyStopping);
    patience = now;
    if (improved) session.keepWeights();
    if (!goesOn) break;
  }
  const restored = restoredEpoch(earlyStopping, patience.bestEpoch);
  if (restored !== undefined) session.restoreWeights();
  const looks = session.contract.diagnosis && {
    curve: [...curve, session.look(diagnosedStarts(setup))],
    end: session.look(lastDiagnosedStarts(setup)),
  };
  return {
    status: 'finished',
    history,
    looks,
    measuredEpoch: restored ?? history.length,
    forecasts: bySplit(split => session.predict(split)),
    weights: session.readWeights(),
  };
}

/** One pass over the training windows. */
async function trainEpoch(tf: TensorFlow, session: TrainingSession, epoch: number, breathe: Breathe): Promise<void> {
  const {wholeSteps, steps} = session.contract.sizes;
  session.startEpoch(epoch);
  let told = 0;
  let breath = performance.now();
  for (let index = 0; index < wholeSteps; index++) {
    const step = tf.core.scalar(index, 'int32');
    session.step(step);
    step.dispose();
    if (performance.now() - breath < BREATH_MILLISECONDS) continue;
    await breathe(index + 1 - told);
    told = index + 1;
    breath = performance.now();
  }
  session.remainderStep();
  await breathe(steps - told);
}
