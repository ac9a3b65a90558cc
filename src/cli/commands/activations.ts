import {activations as all} from '../../model/activations/index.js';
import {activationsPlot, activationsText, PLACES, toldActivations} from '../../presentation/activations-text.js';
import {jsonText} from '../../presentation/json-text.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {knownOnes} from '../options.js';
import {showPlot} from '../plot-output.js';
import {outScreen, writeOut, writeText} from '../streams.js';

export interface ActivationsCommandOptions {
  readonly plot?: string | true;
  readonly json?: true;
}

/** Shows f, f' and where each saturates, of some activations or all. */
export async function activations(wanted: readonly string[], options: ActivationsCommandOptions): Promise<ExitCode> {
  const every = all.map(({name}) => name);
  // In "activations --plot tanh" tanh is no file.
  const named = every.find(name => name === options.plot);
  const plot = named === undefined ? options.plot : true;
  const asked = named === undefined ? wanted : [...wanted, named];
  const names = asked.length === 0 ? every : knownOnes('activation', asked, every);
  const told = toldActivations(names);
  if (plot !== undefined && plot !== true) await showPlot(activationsPlot(told), plot);
  if (options.json)
    writeOut(
      jsonText(
        told.map(({name, formula, saturates, at}) => ({name, formula, saturates, x: PLACES, f: at.f, slope: at.slope})),
      ),
    );
  else if (plot !== true) writeText(activationsText(told, outScreen()));
  if (plot === true && !options.json) await showPlot(activationsPlot(told), plot);
  return EXIT.fine;
}
