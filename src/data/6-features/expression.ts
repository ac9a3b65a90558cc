import {text} from '../../document/json-schema.js';
import {feature, ONE_OUTPUT} from './feature.js';
import {FORMULA_HINT, parseFormula} from './formula.js';

export const expression = feature({
  type: 'expression',
  alsoCalled: {pandas: ['eval'], others: ['formula', 'computed']},
  description: 'A formula of columns, row by row: (high - low) / close.',
  source: 'numpy; the language of expr-eval-fork, without what is no arithmetic',
  options: {
    formula: {
      ...text,
      maxLength: 1000,
      alsoCalled: {others: ['expression', 'expr']},
      description: `${FORMULA_HINT}. A comparison gives 1 or 0.`,
    },
  },
  uses({formula}) {
    const read = parseFormula(formula);
    const columns = 'columns' in read ? read.columns : [];
    return {kind: 'columns', columns: columns.map(column => ({column, key: 'formula'}))};
  },
  outputs: ONE_OUTPUT,
  mistake({formula}) {
    const read = parseFormula(formula);
    return 'columns' in read ? undefined : {key: 'formula', message: read.mistake, hint: FORMULA_HINT};
  },
  prepare: ({formula}) => {
    const read = parseFormula(formula);
    if (!('columns' in read)) throw new Error(read.mistake);
    return ({rows, columns}) => [new Float64Array(rows).map((_, row) => read.evaluate(columns, row))];
  },
});
