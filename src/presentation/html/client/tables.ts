// Tables that are sorted by their heads and filtered by words and conditions, such as `tanh window>10`: what --filter keeps,
// the page keeps.
import {keeps, parseFilter} from '../filter-text.js';
import {LONG, type SortableRow, type SortableRows} from '../sortable-rows.js';

type Columns = SortableRows['columns'];

/** What a browser lays out at once without a pause. */
const FIRST_ROWS = 200;

for (const part of document.querySelectorAll<HTMLElement>('.sortable')) fill(part);

function fill(part: HTMLElement): void {
  const {columns, rows: all} = dataOf(part);
  const rows = all.filter(({aside}) => !aside);
  const asides = all.filter(({aside}) => aside);
  const find = <E extends Element>(selector: string) => part.querySelector<E>(selector);
  const body = find<HTMLTableSectionElement>('tbody');
  const filter = find<HTMLInputElement>('input');
  const count = find<HTMLOutputElement>('output');
  const more = find<HTMLButtonElement>('.more');
  const heads = [...part.querySelectorAll<HTMLTableCellElement>('th')];
  let sorted: {readonly column: number; readonly descending: boolean} | undefined;
  let shown = FIRST_ROWS;

  const show = (): void => {
    const wanted = parseFilter(filter?.value ?? '', {columns, rows});
    const kept = rows.filter(row => keeps(wanted, row));
    const ordered = sorted ? kept.toSorted(by(sorted.column, sorted.descending)) : kept;
    body?.replaceChildren(...[...ordered.slice(0, shown), ...asides].map(row => rowElement(row, columns)));
    if (count && wanted.unknown !== undefined) count.value = `there is no column '${wanted.unknown}' here`;
    else if (count && kept.length === 0 && rows.length > 0) count.value = 'no row has all of this';
    else if (count)
      count.value = kept.length === rows.length ? `${rows.length} rows` : `${kept.length} of ${rows.length} rows`;
    if (more) {
      more.hidden = ordered.length <= shown;
      more.textContent = `Show all ${ordered.length} rows`;
    }
  };
  heads.forEach((head, column) => {
    head.querySelector('button')?.addEventListener('click', () => {
      const descending = sorted?.column === column && !sorted.descending;
      sorted = {column, descending};
      heads.forEach((other, index) => {
        const order = index === column ? (descending ? 'descending' : 'ascending') : undefined;
        if (order) other.setAttribute('aria-sort', order);
        else other.removeAttribute('aria-sort');
        const arrow = other.querySelector('span');
        if (arrow) arrow.textContent = order ? (descending ? ' ▼' : ' ▲') : '';
      });
      show();
    });
  });
  filter?.addEventListener('input', show);
  more?.addEventListener('click', () => {
    shown = Number.POSITIVE_INFINITY;
    show();
  });
  addEventListener('beforeprint', () => {
    shown = Number.POSITIVE_INFINITY;
    show();
  });
  show();
}

function dataOf(part: HTMLElement): SortableRows {
  return JSON.parse(part.querySelector('script')?.textContent ?? '{"columns":[],"rows":[]}');
}

function rowElement({texts, best, aside}: SortableRow, columns: Columns): HTMLTableRowElement {
  const element = document.createElement('tr');
  if (best) element.className = 'best';
  else if (aside) element.className = 'aside';
  texts.forEach((text, index) => {
    const cell = element.insertCell();
    cell.textContent = text;
    cell.className = columns[index]?.align ?? 'left';
    if (text.length >= LONG) cell.classList.add('long');
  });
  return element;
}

/** Numbers by size, with those that are missing last; other texts by their letters. */
function by(column: number, descending: boolean): (a: SortableRow, b: SortableRow) => number {
  const sign = descending ? -1 : 1;
  const number = (row: SortableRow): number | undefined => {
    const value = row.values[column];
    return typeof value === 'number' ? value : undefined;
  };
  return (a, b) => {
    const [left, right] = [number(a), number(b)];
    if (left !== undefined && right !== undefined && left !== right) return sign * (left - right);
    if ((left === undefined) !== (right === undefined)) return left === undefined ? 1 : -1;
    return sign * (a.texts[column] ?? '').localeCompare(b.texts[column] ?? '');
  };
}
