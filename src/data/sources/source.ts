import type {ExperimentFile} from '../../experiment/experiment-file.generated.js';
import type {Checked} from '../../experiment/problem.js';
import type {SourceContext, Table} from '../table.js';

type Data = ExperimentFile['data'];

/** A kind of data source, chosen by `data.type`. */
export interface Source<Type extends Data['type']> {
  readonly type: Type;
  load(data: Extract<Data, {type: Type}>, context: SourceContext): Checked<Table>;
}
