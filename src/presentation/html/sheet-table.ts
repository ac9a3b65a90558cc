import {type Markup, markup} from '../markup.js';
import type {Sheet} from '../sheet/sheet.js';
import {jsonScript} from './json-script.js';
import {LONG, type SortableRows} from './sortable-rows.js';

/** A small sheet as a table that stands as it is. */
export function plainTable({columns, rows}: Sheet, caption: string): Markup {
  return scrolling(
    caption,
    markup`<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({name, align}) => markup`<th scope="col" class="${align}">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({cells, best}) =>
    markup`<tr${best ? markup` class="best"` : ''}>${cells.map(
      ({text}, index) => markup`<td class="${columns[index].align}${text.length >= LONG ? ' long' : ''}">${text}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>`,
  );
}

/** A sheet whose rows are sorted and filtered in the page; client/tables.ts fills it. */
export function sortableTable({columns, rows, notes}: Sheet, id: string, caption: string): Markup {
  const compared = columns.map(({fields, comparedBy}) => (comparedBy === undefined ? 0 : fields.indexOf(comparedBy)));
  const marked = columns.findIndex(({role}) => role === 'metric');
  const data: SortableRows = {
    columns: columns.map(({name, align, role}) => ({name, align, role})),
    rows: rows.map(({cells, best, aside}) => ({
      texts: cells.map(({text}, column) => (best && column === marked ? `${text} *` : text)),
      // All digits are sorted and filtered by, as on the command line.
      values: cells.map(({values}, column) => values[compared[column]] ?? null),
      ...(best ? {best} : {}),
      ...(aside ? {aside} : {}),
    })),
  };
  return markup`<div class="sortable">
<p class="controls"><label for="${id}-filter">Filter</label>
<input id="${id}-filter" type="search" placeholder="tanh window&gt;10" autocomplete="off" spellcheck="false" aria-describedby="${id}-count">
<output id="${id}-count" for="${id}-filter"></output></p>
${scrolling(
  caption,
  markup`<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(
    ({name, align}) =>
      markup`<th scope="col" class="${align}"><button type="button">${name}<span aria-hidden="true"></span></button></th>`,
  )}</tr></thead>
<tbody></tbody>
</table>`,
)}
<p class="controls"><button type="button" class="more" hidden></button></p>
<p class="note">${notes.join('; ')}</p>
${jsonScript(data)}
</div>
`;
}

/** A table may be wider than a phone: it scrolls by itself, also by keyboard. */
function scrolling(label: string, table: Markup): Markup {
  return markup`<div class="scrolling" role="region" aria-label="${label}" tabindex="0">
${table}
</div>
`;
}
