import {closest, didYouMean} from '../document/did-you-mean.js';
import {OPERATORS, type Operator} from '../document/operator.js';
import {parameterValue} from '../document/parameter-value.js';
import {BASELINE_NAMES, type BaselineName, isBaseline} from '../training/baselines/index.js';
import {TABLE_METRICS, tableMetric} from './table-metrics.js';

/** A line of `expect`: two sides, and what they must be to each other. */
export interface Expectation {
  readonly left: Side;
  readonly operator: Operator;
  readonly right: Side;
}

export type Side =
  | {readonly type: 'number'; readonly value: number}
  | {readonly type: 'count'; readonly factor: number; readonly count: Count; readonly of: Selection}
  | {
      readonly type: 'metric';
      readonly factor: number;
      /** The mean over all trials, that of the row that is best by validation, or that of the worst row. */
      readonly which: Which;
      readonly metric: string;
      readonly of: Selection;
      /** Whether it is about the trials that finished, also where others failed. */
      readonly finished: boolean;
    }
  /** A baseline by the metric of the other side, on the data of its trials. */
  | {
      readonly type: 'baseline';
      readonly factor: number;
      readonly name: BaselineName;
      readonly metric: string;
      readonly of: Selection;
      readonly which: Which;
    };

/** Values that a trial's parameters must have; none: every trial. */
export type Selection = readonly {readonly name: string; readonly value: unknown}[];

const COUNTS = ['planned', 'finished', 'failed'] as const;
export type Count = (typeof COUNTS)[number];
const WHICH = ['mean', 'best', 'worst'] as const;
export type Which = (typeof WHICH)[number];

/** What is wrong with an expectation, and where in its text. */
export interface ExpectationMistake {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly offset: number;
  readonly length: number;
}

/** The values of each sweep parameter. */
export type ParameterLists = Readonly<Record<string, readonly unknown[]>>;

/** Reads a line of `expect`. */
export function parseExpectation(
  text: string,
  parameters: ParameterLists,
): {readonly expectation: Expectation} | {readonly mistake: ExpectationMistake} {
  try {
    return {expectation: new Parser(text, parameters).expectation()};
  } catch (error) {
    if (error instanceof Mistaken) return {mistake: error.mistake};
    throw error;
  }
}

/** Ends the reading of a text that has a mistake; goes no further than parseExpectation. */
class Mistaken extends Error {
  constructor(readonly mistake: ExpectationMistake) {
    super(mistake.message);
  }
}

interface Token {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  /** Quotes make a word of anything. */
  readonly quoted: boolean;
}

/** The value that a word names: by its text, or a number by its size. */
function valueIn(values: readonly unknown[], {text, quoted}: Token): unknown {
  const exact = values.find(value => parameterValue(value) === text);
  // +0.1 is never a value.
  if (exact !== undefined || quoted || text === '' || text.startsWith('+')) return exact;
  return values.find(value => typeof value === 'number' && value === Number(text));
}

/** Where the name of a baseline has its place. */
function baselineHint({text}: Token, left: Side | undefined): string | undefined {
  if (!isBaseline(text)) {
    const near = closest(text, BASELINE_NAMES);
    return near === undefined ? undefined : `did you mean the baseline ${near}?`;
  }
  if (left?.type === 'metric') return `'${text}' alone is the baseline by the metric of the left side`;
  return `a baseline stands alone on the right side, by the metric of the left one: test_rmse < ${text}`;
}

const TOKEN = /"([^"]*)"|'([^']*)'|<=|>=|==|!=|[<>=*,]|[^\s<>=!*,"']+|\S/g;

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly parameters: ParameterLists,
  ) {
    this.tokens = [...text.matchAll(TOKEN)].map(match => ({
      text: match[1] ?? match[2] ?? match[0],
      offset: match.index,
      length: match[0].length,
      quoted: match[1] !== undefined || match[2] !== undefined,
    }));
  }

  expectation(): Expectation {
    const left = this.side(undefined);
    const token = this.next('an operator');
    const operator = OPERATORS.find(one => one === token.text && !token.quoted);
    if (!operator) {
      const isEqual = token.text === '=';
      this.fail(
        `expected an operator, found '${token.text}'`,
        token,
        isEqual ? 'did you mean ==?' : OPERATORS.join(' '),
      );
    }
    const right = this.side(left);
    const rest = this.peek();
    if (rest) this.fail(`expected the end, found '${rest.text}'`, rest, 'one comparison per line');
    return {left, operator, right};
  }

  /** A side; on the right one, values alone stand for the left one's metric. */
  private side(left: Side | undefined): Side {
    const first = this.peek();
    const number = first && !first.quoted ? Number(first.text) : Number.NaN;
    if (!first || Number.isNaN(number)) return this.term(1, left);
    this.at++;
    if (this.peek()?.text !== '*') {
      this.refuseTwoReadings(first, left);
      return {type: 'number', value: number};
    }
    this.at++;
    return this.term(number, left);
  }

  /** Where values stand for the left side's metric, a number that is a value, too, might mean either. */
  private refuseTwoReadings(token: Token, left: Side | undefined): void {
    if (!left || left.type === 'number' || left.type === 'baseline' || left.of.length === 0) return;
    const name = this.names().find(one => valueIn(this.parameters[one], token) !== undefined);
    if (name === undefined) return;
    const what = left.type === 'count' ? left.count : left.metric;
    this.fail(
      `'${token.text}' may be the number, or ${what} of ${name}=${token.text}`,
      token,
      `write ${token.text.startsWith('-') ? 'it on the left side' : `+${token.text}`} for the number, ${name}=${token.text} for the value of ${name}`,
    );
  }

  private term(factor: number, left: Side | undefined): Side {
    const token = this.next('a metric, a count or a number');
    // What is quoted is a value, and so is what names one: finished=2.
    const isParameter = this.peek()?.text === '=' && Object.hasOwn(this.parameters, token.text);
    const isWord = !token.quoted && !isParameter;
    const count = COUNTS.find(name => isWord && name === token.text);
    if (count) return {type: 'count', factor, count, of: this.ofSelection()};
    const which = WHICH.find(name => isWord && name === token.text);
    const named = which ? this.next('a metric') : token;
    if (!named.quoted && tableMetric(named.text) !== undefined)
      return {
        type: 'metric',
        factor,
        which: which ?? 'mean',
        metric: named.text,
        of: this.ofSelection(),
        finished: this.finishedOnly(),
      };
    const isValue = this.names().some(name => valueIn(this.parameters[name], named) !== undefined);
    if (left?.type === 'metric' && !which && !named.quoted && !isValue && isBaseline(named.text))
      return {type: 'baseline', factor, name: named.text, metric: left.metric, of: left.of, which: left.which};
    if (left && left.type !== 'number' && left.type !== 'baseline' && !which) {
      if (!token.quoted && !Number.isNaN(Number(token.text))) this.refuseTwoReadings(token, left);
      this.at--;
      const of = this.selection();
      return left.type === 'metric'
        ? {...left, factor, of, finished: this.finishedOnly() || left.finished}
        : {...left, factor, of};
    }
    const hint = baselineHint(named, left) ?? didYouMean(named.text, [...TABLE_METRICS, ...(which ? [] : COUNTS)]);
    this.fail(`'${named.text}' is no metric${which ? '' : ' and no count'}`, named, hint);
  }

  private finishedOnly(): boolean {
    const next = this.peek();
    const found = next?.text === 'finished' && !next.quoted;
    if (found) this.at++;
    return found;
  }

  private ofSelection(): Selection {
    if (this.peek()?.text !== 'of') return [];
    this.at++;
    return this.selection();
  }

  /** Values, or NAME=VALUE, with commas between them. */
  private selection(): Selection {
    const chosen = [this.choice()];
    while (this.peek()?.text === ',') {
      this.at++;
      const token = this.peek();
      const next = this.choice();
      if (token && chosen.some(({name}) => name === next.name))
        this.fail(`no trial has two values of ${next.name}`, token, 'one expectation for each of them');
      chosen.push(next);
    }
    return chosen;
  }

  private choice(): Selection[number] {
    const token = this.next('a value of a parameter');
    if (this.peek()?.text !== '=') return this.valueOfAny(token);
    this.at++;
    const values = Object.hasOwn(this.parameters, token.text) ? this.parameters[token.text] : undefined;
    if (!values) this.fail(`'${token.text}' is no parameter of the sweep`, token, didYouMean(token.text, this.names()));
    const wanted = this.next(`a value of ${token.text}`);
    const value = valueIn(values, wanted);
    if (value === undefined)
      this.fail(`${token.text} never is '${wanted.text}'`, wanted, didYouMean(wanted.text, values.map(parameterValue)));
    return {name: token.text, value};
  }

  private valueOfAny(token: Token): Selection[number] {
    const found = this.names().flatMap(name => {
      const value = valueIn(this.parameters[name], token);
      return value === undefined ? [] : [{name, value}];
    });
    const [only, ...others] = found;
    if (!only) {
      const values = this.names().flatMap(name => this.parameters[name].map(parameterValue));
      const hint = baselineHint(token, undefined) ?? didYouMean(token.text, values);
      this.fail(`no parameter of the sweep has the value '${token.text}'`, token, hint);
    }
    if (others.length > 0)
      this.fail(
        `'${token.text}' is a value of ${found.map(({name}) => name).join(' and of ')}`,
        token,
        `write ${only.name}=${token.text}`,
      );
    return only;
  }

  private names(): readonly string[] {
    return Object.keys(this.parameters);
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private next(what: string): Token {
    const token = this.tokens[this.at++];
    if (!token)
      this.fail(
        `expected ${what} at the end`,
        {text: '', offset: 0, length: this.text.length, quoted: false},
        "such as 'test_rmse of tanh < linear', 'best test_mase < 1' or 'failed == 0'",
      );
    return token;
  }

  private fail(message: string, {offset, length}: Token, hint?: string): never {
    throw new Mistaken({message, hint, offset, length});
  }
}
