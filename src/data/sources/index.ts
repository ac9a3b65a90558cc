import type {ExperimentFile} from '../../experiment/experiment-file.generated.js';
import type {Checked} from '../../experiment/problem.js';
import type {SourceContext, Table} from '../table.js';
import {csv} from './csv.js';
import {inline} from './inline.js';
import type {Source} from './source.js';
import {synthetic} from './synthetic.js';

type Data = ExperimentFile['data'];

const sources: {[Type in Data['type']]: Source<Type>} = {csv, inline, synthetic};

/** The table that `data` describes. */
export function loadTable<Type extends Data['type']>(
  data: Extract<Data, {type: Type}>,
  context: SourceContext,
): Checked<Table> {
  const source = sources[data.type as Type];
  return source.load(data, context);
}
