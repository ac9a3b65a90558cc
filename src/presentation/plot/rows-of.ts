import type {Panel} from './plot.js';

/** The rows of panels: those of the same `row` stand side by side. */
export function rowsOf(panels: readonly Panel[]): Panel[][] {
  const rows: Panel[][] = [];
  for (const panel of panels) {
    const last = rows.at(-1);
    if (last && panel.row !== undefined && last[0].row === panel.row) last.push(panel);
    else rows.push([panel]);
  }
  return rows;
}
