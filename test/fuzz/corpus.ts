import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from '../rig.js';

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

/** Experiments as people write them, on data that takes no file, or on one beside them. */
export const EXPERIMENTS: readonly string[] = [
  'version: 1\nname: small\ndata: {type: csv, path: prices.csv, time: date, columns: [close]}\nwindow: {length: 4}\nmodel: {layers: [flatten, {type: dense, units: 4, activation: "${a}"}, {type: dense, units: 1}]}\ntraining: {epochs: 3}\nsweep: {parameters: {a: [linear, tanh]}, seeds: 3}\ncomparison: {by: a}\nexpect: ["test_rmse of linear < tanh", "failed == 0"]\n',
  read('experiments', 'dummy-sine.yaml'),
  read('experiments', 'linear-vs-tanh.yaml'),
  read('experiments', 'weather.yaml'),
];

/** A table as programs write it. */
export const CSV = `date,open,high,low,close\n${Array.from({length: 60}, (_, day) => `2024-${String(1 + Math.floor(day / 28)).padStart(2, '0')}-${String(1 + (day % 28)).padStart(2, '0')},${(10 + Math.sin(day)).toFixed(2)},${12 + day / 10},${9 - day / 20},${(10 + Math.cos(day)).toFixed(3)}`).join('\n')}\n`;

/** The files of a run that was trained, and is part of the project. */
export function runFiles(): Readonly<Record<string, string>> {
  const [id] = readdirSync(join(root, 'results', 'dummy-sine'));
  const folder = join('results', 'dummy-sine', id);
  return Object.fromEntries(readdirSync(join(root, folder)).map(name => [name, read(folder, name)]));
}
