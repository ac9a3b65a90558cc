import {activations as all} from '../../model/activations/index.js';
import {activationsPlot, activationsText, PLACES, toldActivations} from '../../presentation/activations-text.js';
import {styleFor} from '../../presentation/style.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {jsonText} from '../forms.js';
import {known} from '../options.js';
import {showPlot} from '../plot-output.js';

export interface ActivationsCommandOptions {
  readonly plot?: string | true;
  readonly json?: true;
}

/** Shows f, f' and where each saturates, of some activations or all. */
export async function activations(wanted: readonly string[], options: ActivationsCommandOptions): Promise<ExitCode> {
  const every = all.map(({name}) => name);
  const names = wanted.length === 0 ? every : wanted.map(name => known('activation', name, every));
  const told = toldActivations(names);
  if (options.json)
    process.stdout.write(
      jsonText(
        told.map(({name, formula, saturates, at}) => ({name, formula, saturates, x: PLACES, f: at.f, slope: at.slope})),
      ),
    );
  else if (options.plot !== true)
    process.stdout.write(activationsText(told, styleFor(process.stdout), process.stdout.columns));
  if (options.plot !== undefined) await showPlot(activationsPlot(told), options.plot);
  return EXIT.fine;
}
