import {sizeOf} from '../../model/shape.js';
import {type TrainingContract, weightsOf} from '../contract.js';
import type {DiagnosisPlan, DiagnosisTotal, DiagnosisVector} from './diagnosis-plan.js';

/** The vectors of one diagnosis as an engine gives them, by name; those without numbers are left out. */
export type DiagnosisNumbers<Name extends string = DiagnosisVector> = Readonly<
  Partial<Record<Name, ArrayLike<number>>>
>;

/** What was looked at once, over so many windows: sums over them, and the squares of the gradient of their mean loss. */
export interface Look {
  readonly windows: number;
  readonly numbers: DiagnosisNumbers;
}

/** What was looked at in a training: one batch before some epochs and in the end, and all windows, or many, in the end. */
export interface Looks {
  readonly curve: readonly Look[];
  readonly end: Look;
}

/** A look at one batch, of which so many windows count: its loss was a mean over all of the batch. */
export function lookAtBatch({batch}: Pick<DiagnosisPlan, 'batch'>, numbers: DiagnosisNumbers, windows: number): Look {
  const scale = (batch / windows) ** 2;
  return {
    windows,
    numbers: {
      ...numbers,
      gradientSquares: times(numbers.gradientSquares, scale),
      ...(numbers.reaching ? {reaching: times(numbers.reaching, batch * batch)} : {}),
    },
  };
}

/** Looks at all of some windows, batch after batch. */
export class WholeLook {
  private windows = 0;
  private readonly sums = new Map<string, Float64Array>();
  private last: DiagnosisNumbers = {};

  constructor(
    private readonly contract: TrainingContract,
    private readonly plan: DiagnosisPlan,
  ) {}

  /** Adds a batch, of which so many windows count. */
  add(numbers: DiagnosisNumbers<DiagnosisVector | DiagnosisTotal>, windows: number): void {
    const {batch} = this.plan;
    this.windows += windows;
    this.last = numbers;
    for (const name of ['squashed', 'slope', 'saturated', 'saturatedUnits'] as const) this.sum(name, numbers[name], 1);
    this.sum('gradient', numbers.gradient, batch);
    this.sum('reaching', numbers.reaching, batch * batch);
  }

  private sum(name: string, numbers: ArrayLike<number> | undefined, factor: number): void {
    if (!numbers) return;
    const sums = this.sums.get(name) ?? new Float64Array(numbers.length);
    this.sums.set(name, sums);
    for (let at = 0; at < sums.length; at++) sums[at] += factor * numbers[at];
  }

  /** What was seen. */
  look(): Look {
    const of = (name: string) => this.sums.get(name) ?? new Float64Array();
    const bending = this.plan.layers.filter(({bends}) => bends);
    const numbers: DiagnosisNumbers = {
      squashed: of('squashed'),
      weightSquares: Array.from(this.last.weightSquares ?? []),
      gradientSquares: this.gradientSquares(),
      ...(bending.length > 0 ? {slope: of('slope'), saturated: of('saturated'), dead: this.dead()} : {}),
      ...(this.plan.lengths.reaching > 0 ? {reaching: of('reaching')} : {}),
    };
    return {windows: this.windows, numbers};
  }

  /** Per layer, of the gradient of the mean loss over all windows. */
  private gradientSquares(): number[] {
    const gradient = this.sums.get('gradient') ?? new Float64Array();
    const squares = new Map<number, number>();
    let from = 0;
    for (const {shape, place} of weightsOf(this.contract)) {
      const end = from + sizeOf(shape);
      let sum = squares.get(place.node) ?? 0;
      for (; from < end; from++) sum += (gradient[from] / this.windows) * (gradient[from] / this.windows);
      squares.set(place.node, sum);
    }
    return this.plan.layers.map(({node}) => squares.get(node) ?? 0);
  }

  /** Per layer that bends, the units that saturate in all windows. */
  private dead(): number[] {
    const units = this.sums.get('saturatedUnits') ?? new Float64Array();
    let from = 0;
    return this.plan.layers
      .filter(({bends}) => bends)
      .map(layer => {
        const own = units.subarray(from, from + layer.units);
        from += layer.units;
        return own.filter(count => count > this.windows * layer.times - 0.5).length;
      });
  }
}

function times(numbers: ArrayLike<number> | undefined, factor: number): number[] {
  return Array.from(numbers ?? [], number => factor * number);
}
