import {concatBytes} from '@noble/hashes/utils';
import {sha256} from '../../document/content-hash.js';
import {good, type Place} from '../../document/problem.js';
import type {SourceTable} from './source.js';

/** A table whose numbers are made and not read: it has no times, and nothing of it is written anywhere but in its entry. */
export function madeTable({
  columns,
  place,
  ...own
}: Pick<SourceTable, 'names' | 'inputs' | 'origin'> & {
  readonly columns: readonly Float64Array[];
  place(): Place;
}): SourceTable {
  return {
    ...own,
    rows: columns[0].length,
    numbers: position => good(columns[position]),
    place,
    time: undefined,
    timePlace: place,
    series: undefined,
    problems: [],
    warnings: [],
    notes: [],
    sha256: sha256(concatBytes(...columns.map(({buffer}) => new Uint8Array(buffer)))),
    reading: {},
  };
}
