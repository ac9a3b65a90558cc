import type {Plot} from './plot.js';
import {plotSvg} from './plot-svg.js';

/** A plot as a PNG of twice the size of its SVG, sharp on any screen; texts are in a font of the machine. */
export async function plotPng(plot: Plot): Promise<Uint8Array> {
  const {Resvg} = await import('@resvg/resvg-js');
  return new Resvg(await plotSvg(plot), {fitTo: {mode: 'zoom', value: 2}, font: {defaultFontFamily: 'DejaVu Sans'}})
    .render()
    .asPng();
}
