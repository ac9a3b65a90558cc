// Generated from schema/experiment.schema.json by `npm run types`; a test fails when they differ.

export type Column = (string | number)
export type Component = (SineComponent | RandomWalkComponent | AutoregressiveComponent | TrendComponent | SeasonComponent | NoiseComponent)
export type Number = number
export type Layer = (FlattenLayer | DenseLayer | SimpleRnnLayer | LstmLayer | GruLayer | DropoutLayer | ConcatenateLayer | AddLayer)
export type Identifier = string
export type PositiveInteger = number
export type PositiveNumber = number

/**
 * An experiment of tfsweep: which data, which models, which parameters.
 */
export interface ExperimentFile {
/**
 * Version of this format.
 */
version: 1
/**
 * Names the folder of the results. Letters, digits, dot, dash, underscore.
 */
name: string
/**
 * What the experiment is for.
 */
description?: string
/**
 * Where all random numbers come from.
 */
seed: number
/**
 * What computes: WebAssembly (the same bits everywhere), TensorFlow's library (native), plain JavaScript (cpu), or the one expected to be faster (auto).
 */
backend: ("wasm" | "native" | "cpu" | "auto")
/**
 * Where the series comes from.
 */
data: (CsvData | InlineData | SyntheticData)
/**
 * How columns are scaled before they reach the model; fitted on the training rows only, undone for metrics.
 */
standardization: (ZScoreStandardization | MinMaxStandardization | NoneStandardization)
window: Window
/**
 * The network.
 */
model: {
/**
 * A chain, each layer taking the one before; with name and inputs a graph. The last layer is the forecast.
 * 
 * @minItems 1
 */
layers: Layer[]
}
training: Training
sweep: Sweep
comparison?: Comparison
/**
 * What the finished table must say, checked by run and table (exit code 1 where it doesn't): 'test_rmse of linear < tanh', 'best test_mase < 1', 'failed == 0'. A side is a number, or a metric (mean over its trials; with best, the mean of the row that is best by validation; with worst, the worst row's) or a count (planned, finished, failed), perhaps with a factor ('0.9 * tanh'), perhaps of some values ('of tanh', 'of activation=tanh, window=10'); on the right side, values alone stand for the left side's metric. A metric of which trials failed misses, unless 'finished' asks for the finished ones only: 'test_rmse of lr=0.2 finished < 1.2'.
 * 
 * @maxItems 1000
 * 
 * Items: An expectation: two sides with <, <=, >, >=, == or != between them.
 */
expect?: string[]
}
/**
 * Rows of a CSV file.
 */
export interface CsvData {
/**
 * A file of comma-separated (or otherwise delimited) values, one row per point in time.
 */
type: "csv"
/**
 * The file, relative to this one; or npm:PACKAGE/FILE for a file of an installed npm package.
 */
path: string
/**
 * What stands between two fields.
 */
delimiter: ("," | ";" | "\t" | "|" | " ")
/**
 * Whether the first row holds the column names. A column without a name (a data frame's index) is called 'Unnamed: 0' after its place, as pandas does.
 */
header: boolean
/**
 * The decimal separator of the numbers.
 */
decimal: ("." | ",")
/**
 * The column that holds the time, by name or counted from 0. It is checked to run forward and is no input.
 */
time?: (string | number)
/**
 * How a time is written, in the tokens of Day.js (DD.MM.YYYY HH:mm). Without it: ISO 8601 or a number.
 */
timeFormat?: string
/**
 * The columns that the model sees, by name or counted from 0. Without it: every column but the time and those without a name.
 * 
 * @minItems 1
 */
columns?: Column[]
/**
 * The column to forecast. Without it: the only column.
 */
target?: (string | number)
/**
 * What to do with an empty field or NaN in a column that is used: stop with an error that names the place, drop the row, repeat the value before, or draw a straight line between its neighbours. The line looks ahead, so it is drawn inside of the training rows only: behind their last value, and in validation and test, the value before is repeated.
 */
missing: ("error" | "drop" | "forward-fill" | "interpolate")
split: Split
}
/**
 * Shares of the rows, in time order, never shuffled; they sum to 1.
 */
export interface Split {
/**
 * Share of the rows to learn from, the earliest ones.
 */
train: number
/**
 * Share of the rows that early stopping watches, the middle ones.
 */
validation: number
/**
 * Share of the rows that the results are measured on, the latest ones.
 */
test: number
}
/**
 * Numbers in the experiment file itself.
 */
export interface InlineData {
/**
 * Numbers written right here.
 */
type: "inline"
/**
 * One list of numbers (called 'value'), or one list per column name, all of one length.
 */
values: (number[] | {
/**
 * @minItems 1
 */
[k: string]: number[]
})
/**
 * The columns that the model sees. Without it: all.
 * 
 * @minItems 1
 */
columns?: Column[]
/**
 * The column to forecast. Without it: the only column.
 */
target?: (string | number)
split: Split1
}
/**
 * Shares of the rows, in time order, never shuffled; they sum to 1.
 */
export interface Split1 {
/**
 * Share of the rows to learn from, the earliest ones.
 */
train: number
/**
 * Share of the rows that early stopping watches, the middle ones.
 */
validation: number
/**
 * Share of the rows that the results are measured on, the latest ones.
 */
test: number
}
/**
 * A seeded dummy data set.
 */
export interface SyntheticData {
/**
 * A dummy data set with one column, 'value': its components added up. The experiment's seed fixes the random ones.
 */
type: "synthetic"
/**
 * Length of the series.
 */
rows: number
/**
 * What the series is the sum of.
 * 
 * @minItems 1
 */
components: Component[]
split: Split2
}
/**
 * amplitude * sin(2 pi (t / period + phase)).
 */
export interface SineComponent {
/**
 * amplitude * sin(2 pi (t / period + phase)).
 */
type: "sine"
/**
 * Rows per cycle.
 */
period: number
/**
 * Height of the wave.
 */
amplitude: number
/**
 * Shift in cycles.
 */
phase: number
}
/**
 * Sum of independent normal steps, starting at 0.
 */
export interface RandomWalkComponent {
/**
 * Sum of independent normal steps, starting at 0.
 */
type: "random-walk"
/**
 * Standard deviation of a step.
 */
deviation: number
/**
 * Mean of a step.
 */
drift: number
}
/**
 * AR(p): each value is a weighted sum of the p values before it plus normal noise.
 */
export interface AutoregressiveComponent {
/**
 * AR(p): each value is a weighted sum of the p values before it plus normal noise.
 */
type: "autoregressive"
/**
 * The p weights, the most recent value's first.
 * 
 * @minItems 1
 */
coefficients: Number[]
/**
 * Standard deviation of the noise.
 */
deviation: number
}
/**
 * intercept + slope * t.
 */
export interface TrendComponent {
/**
 * intercept + slope * t.
 */
type: "trend"
/**
 * Rise per row.
 */
slope: number
/**
 * Value of the first row.
 */
intercept: number
}
/**
 * A pattern that repeats.
 */
export interface SeasonComponent {
/**
 * A pattern that repeats.
 */
type: "season"
/**
 * One value per row of the cycle.
 * 
 * @minItems 2
 */
pattern: Number[]
}
/**
 * Independent normal numbers around 0.
 */
export interface NoiseComponent {
/**
 * Independent normal numbers around 0.
 */
type: "noise"
/**
 * Standard deviation.
 */
deviation: number
}
/**
 * Shares of the rows, in time order, never shuffled; they sum to 1.
 */
export interface Split2 {
/**
 * Share of the rows to learn from, the earliest ones.
 */
train: number
/**
 * Share of the rows that early stopping watches, the middle ones.
 */
validation: number
/**
 * Share of the rows that the results are measured on, the latest ones.
 */
test: number
}
/**
 * (x - mean) / standard deviation of the training rows, as scikit-learn's StandardScaler.
 */
export interface ZScoreStandardization {
/**
 * (x - mean) / standard deviation of the training rows, as scikit-learn's StandardScaler.
 */
type: "z-score"
}
/**
 * The training rows' range becomes 0..1, as scikit-learn's MinMaxScaler.
 */
export interface MinMaxStandardization {
/**
 * The training rows' range becomes 0..1, as scikit-learn's MinMaxScaler.
 */
type: "min-max"
}
/**
 * The numbers as they are.
 */
export interface NoneStandardization {
/**
 * The numbers as they are.
 */
type: "none"
}
/**
 * What the model sees and what it forecasts.
 */
export interface Window {
/**
 * How many rows the model sees (Keras timeseries_dataset_from_array: sequence_length).
 */
length: number
/**
 * How many rows after the window's last row the target lies; 1 is the next one.
 */
horizon: number
/**
 * Rows between the starts of two windows (Keras: sequence_stride).
 */
stride: number
/**
 * Rows between two rows of one window (Keras: sampling_rate).
 */
samplingRate: number
/**
 * Whether the inputs of the first validation and test windows may reach back into the split before; their targets never do.
 */
lookBack: boolean
}
/**
 * Turns [time, features] into one vector.
 */
export interface FlattenLayer {
/**
 * Turns [time, features] into one vector.
 */
type: "flatten"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
}
/**
 * activation(x kernel + bias), applied to the last axis.
 */
export interface DenseLayer {
/**
 * activation(x kernel + bias), applied to the last axis.
 */
type: "dense"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
/**
 * Size of the output.
 */
units: number
/**
 * Applied to the output.
 */
activation: ("linear" | "tanh" | "relu" | "sigmoid" | "elu" | "selu" | "softplus" | "softsign" | "swish" | "gelu")
/**
 * Whether a bias is added.
 */
useBias: boolean
/**
 * How the kernel's weights start.
 */
kernelInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the bias starts.
 */
biasInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
}
/**
 * A recurrent layer without gates.
 */
export interface SimpleRnnLayer {
/**
 * A recurrent layer without gates.
 */
type: "simple-rnn"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
/**
 * Size of the output.
 */
units: number
/**
 * Applied to the new state.
 */
activation: ("linear" | "tanh" | "relu" | "sigmoid" | "elu" | "selu" | "softplus" | "softsign" | "swish" | "gelu")
/**
 * Whether every step's output is given, or only the last one's.
 */
returnSequences: boolean
/**
 * Whether a bias is added.
 */
useBias: boolean
/**
 * How the input's weights start.
 */
kernelInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the state's weights start.
 */
recurrentInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the bias starts.
 */
biasInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
}
/**
 * Long short-term memory.
 */
export interface LstmLayer {
/**
 * Long short-term memory.
 */
type: "lstm"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
/**
 * Size of the output.
 */
units: number
/**
 * Applied to the new state.
 */
activation: ("linear" | "tanh" | "relu" | "sigmoid" | "elu" | "selu" | "softplus" | "softsign" | "swish" | "gelu")
/**
 * Applied to the gates.
 */
recurrentActivation: ("linear" | "tanh" | "relu" | "sigmoid" | "elu" | "selu" | "softplus" | "softsign" | "swish" | "gelu")
/**
 * Whether the forget gate's bias starts at 1.
 */
unitForgetBias: boolean
/**
 * Whether every step's output is given, or only the last one's.
 */
returnSequences: boolean
/**
 * Whether a bias is added.
 */
useBias: boolean
/**
 * How the input's weights start.
 */
kernelInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the state's weights start.
 */
recurrentInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the bias starts.
 */
biasInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
}
/**
 * Gated recurrent unit.
 */
export interface GruLayer {
/**
 * Gated recurrent unit.
 */
type: "gru"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
/**
 * Size of the output.
 */
units: number
/**
 * Applied to the new state.
 */
activation: ("linear" | "tanh" | "relu" | "sigmoid" | "elu" | "selu" | "softplus" | "softsign" | "swish" | "gelu")
/**
 * Applied to the gates.
 */
recurrentActivation: ("linear" | "tanh" | "relu" | "sigmoid" | "elu" | "selu" | "softplus" | "softsign" | "swish" | "gelu")
/**
 * Whether the reset gate is applied after the matrix product, as Keras does, or before.
 */
resetAfter: boolean
/**
 * Whether every step's output is given, or only the last one's.
 */
returnSequences: boolean
/**
 * Whether a bias is added.
 */
useBias: boolean
/**
 * How the input's weights start.
 */
kernelInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the state's weights start.
 */
recurrentInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
/**
 * How the bias starts.
 */
biasInitializer: ("glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-uniform" | "lecun-normal" | "random-uniform" | "random-normal" | "orthogonal" | "zeros")
}
/**
 * Sets a share of its inputs to 0 during training and scales the rest up; seeded.
 */
export interface DropoutLayer {
/**
 * Sets a share of its inputs to 0 during training and scales the rest up; seeded.
 */
type: "dropout"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
/**
 * The share that is dropped.
 */
rate: number
}
/**
 * Puts its inputs side by side.
 */
export interface ConcatenateLayer {
/**
 * Puts its inputs side by side.
 */
type: "concatenate"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
/**
 * The axis along which they are joined; counted with the batch axis, -1 is the last.
 */
axis: number
}
/**
 * The sum of its inputs.
 */
export interface AddLayer {
/**
 * The sum of its inputs.
 */
type: "add"
/**
 * A name that other layers' inputs can give.
 */
name?: string
/**
 * The layers whose outputs this one takes, by name; 'input' is the window. Without it: the layer before.
 * 
 * @minItems 1
 */
inputs?: Identifier[]
}
/**
 * How it learns.
 */
export interface Training {
/**
 * How weights are changed.
 */
optimizer: (SgdOptimizer | AdamOptimizer | RmspropOptimizer)
/**
 * How the optimizer's learning rate changes from step to step. Without it: it stays.
 */
learningRateSchedule?: (ExponentialDecaySchedule | CosineDecaySchedule | PiecewiseConstantSchedule)
/**
 * What training makes small.
 */
loss: (MseLoss | MaeLoss | HuberLoss)
/**
 * Passes over the training windows.
 */
epochs: number
/**
 * Windows per step.
 */
batchSize: number
/**
 * Whether every epoch takes the training windows in a new random order.
 */
shuffle: boolean
earlyStopping?: EarlyStopping
}
/**
 * Gradient descent, with momentum if wanted.
 */
export interface SgdOptimizer {
/**
 * Gradient descent, with momentum if wanted.
 */
type: "sgd"
/**
 * Size of a step.
 */
learningRate: number
/**
 * Share of the last update that is kept.
 */
momentum: number
/**
 * Nesterov's momentum.
 */
nesterov: boolean
}
/**
 * Adam (Kingma and Ba 2014), as Keras.
 */
export interface AdamOptimizer {
/**
 * Adam (Kingma and Ba 2014), as Keras.
 */
type: "adam"
/**
 * Size of a step.
 */
learningRate: number
/**
 * Decay of the gradient's mean.
 */
beta1: number
/**
 * Decay of the squared gradient's mean.
 */
beta2: number
/**
 * Keeps the division finite.
 */
epsilon: number
}
/**
 * RMSprop, as Keras.
 */
export interface RmspropOptimizer {
/**
 * RMSprop, as Keras.
 */
type: "rmsprop"
/**
 * Size of a step.
 */
learningRate: number
/**
 * Decay of the squared gradient's mean.
 */
rho: number
/**
 * Share of the last update that is kept.
 */
momentum: number
/**
 * Keeps the division finite.
 */
epsilon: number
}
/**
 * Falls by the same factor over the same number of steps, as Keras' ExponentialDecay.
 */
export interface ExponentialDecaySchedule {
/**
 * learningRate decayRate^(step / decaySteps).
 */
type: "exponential-decay"
/**
 * Optimizer steps over which it falls by decayRate.
 */
decaySteps: number
/**
 * The factor.
 */
decayRate: number
/**
 * Falls at once after every decaySteps steps, not step by step.
 */
staircase: boolean
}
/**
 * Falls along half a cosine, as Keras' CosineDecay (Loshchilov and Hutter 2016).
 */
export interface CosineDecaySchedule {
/**
 * learningRate ((1 - alpha) (1 + cos(pi step / decaySteps)) / 2 + alpha).
 */
type: "cosine-decay"
/**
 * Optimizer steps until it is at its lowest, where it stays.
 */
decaySteps: number
/**
 * The lowest, as a share of learningRate.
 */
alpha: number
}
/**
 * Changes at given steps, as Keras' PiecewiseConstantDecay.
 */
export interface PiecewiseConstantSchedule {
/**
 * learningRate up to the first boundary, then times the first factor, and so on.
 */
type: "piecewise-constant"
/**
 * Optimizer steps after which the learning rate changes, rising.
 * 
 * @minItems 1
 */
boundaries: PositiveInteger[]
/**
 * One per boundary: what learningRate is multiplied by from there on.
 * 
 * @minItems 1
 */
factors: PositiveNumber[]
}
/**
 * Mean of the squared errors.
 */
export interface MseLoss {
/**
 * Mean of the squared errors.
 */
type: "mse"
}
/**
 * Mean of the absolute errors.
 */
export interface MaeLoss {
/**
 * Mean of the absolute errors.
 */
type: "mae"
}
/**
 * Huber loss.
 */
export interface HuberLoss {
/**
 * Squared for small errors, absolute for large ones.
 */
type: "huber"
/**
 * Where small ends.
 */
delta: number
}
/**
 * Stop when the validation loss gets no better. Without it: all epochs are trained.
 */
export interface EarlyStopping {
/**
 * Stop after this many epochs without a better validation loss.
 */
patience: number
/**
 * What counts as better: lower by more than this.
 */
minDelta: number
/**
 * Go back to the weights of the best epoch at the end.
 */
restoreBestWeights: boolean
}
/**
 * What is varied.
 */
export interface Sweep {
/**
 * The grid: every combination of these values is trained. ${name} stands for a value anywhere else in the file.
 */
parameters: {
/**
 * @minItems 1
 */
[k: string]: unknown[]
}
/**
 * How many seeds every combination is trained with: seed, seed + 1, ...
 */
seeds: number
}
/**
 * The question that the table answers.
 */
export interface Comparison {
/**
 * The sweep parameter whose values are compared.
 */
by: string
/**
 * The metric that decides.
 */
metric: ("train_mse" | "train_rmse" | "train_mae" | "train_mape" | "train_smape" | "train_mase" | "train_r2" | "train_directional_accuracy" | "validation_mse" | "validation_rmse" | "validation_mae" | "validation_mape" | "validation_smape" | "validation_mase" | "validation_r2" | "validation_directional_accuracy" | "test_mse" | "test_rmse" | "test_mae" | "test_mape" | "test_smape" | "test_mase" | "test_r2" | "test_directional_accuracy")
/**
 * A lead that doesn't matter: as a share of the worse mean, such as 1% (of r2: 0.01), or as a number in the metric's units. An interval inside of it says 'practically the same', one that lies beyond 0 but reaches into it 'slightly better'.
 */
margin: (string | number)
}
