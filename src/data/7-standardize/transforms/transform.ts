import type {AlsoCalled} from '../../../document/also-called.js';

/** How a target is told relative to the last value of it that a window knows: what a network learns to forecast. */
export interface TargetTransform<Name extends string = string> {
  readonly name: Name;
  readonly alsoCalled?: AlsoCalled;
  /** The formula, for editors, help texts and docs. */
  readonly formula: string;
  /** Whether it needs values above 0. */
  readonly needsPositive: boolean;
  /** A value of the target, told from the last known one. */
  of(value: number, lastKnown: number): number;
  /** The value again. */
  undo(transformed: number, lastKnown: number): number;
}

/** Declares a transform, its name as a type of its own. */
export function transform<const Name extends string>(kind: TargetTransform<Name>): TargetTransform<Name> {
  return kind;
}
