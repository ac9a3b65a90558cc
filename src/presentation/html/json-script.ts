import {Markup, markup} from '../markup.js';
import {printable} from '../printable.js';

/** Data for the page's scripts: no text in it can end the element. */
export function jsonScript(value: unknown, id?: string): Markup {
  const json = new Markup(printable(JSON.stringify(value)).replaceAll('<', '\\u003c'));
  return markup`<script type="application/json"${id === undefined ? '' : markup` id="${id}"`}>${json}</script>`;
}
