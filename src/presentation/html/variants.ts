import {type Markup, markup} from '../markup.js';

/** One of several views of the same thing. */
export interface Variant {
  readonly name: string;
  readonly content: Markup;
}

/** Views of which one is shown; a list to choose from where there are several. */
export function variants(id: string, label: string, views: readonly Variant[]): Markup {
  const [only, ...others] = views;
  if (!only || others.length === 0) return markup`${only?.content}`;
  return markup`<div class="variants">
<p class="controls"><label for="${id}">${label}</label> <select id="${id}">
${views.map(({name}, index) => markup`<option value="${index}">${name}</option>\n`)}</select></p>
${views.map(({content}, index) => markup`<div class="variant"${index === 0 ? '' : markup` hidden`}>\n${content}</div>\n`)}</div>
`;
}
