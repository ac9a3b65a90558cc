import {optional, type Static} from '../../document/json-schema.js';
import {nameSchema} from '../../document/kind.js';
import {baselines} from '../../training/baselines/index.js';
import {shownForecasts} from './forecast-record.js';
import {integerValue, listOf, numberValue, recordSchema, textValue} from './record-format.js';
import {recordParser, textParser} from './record-parser.js';
import {comparedMetrics, measuredValues} from './trial-record.js';

/** baselines.json: what simple forecasts are worth on the same data and windows. */
export const baselinesSchema = recordSchema({
  format: integerValue,
  /** Equal for equal data, windows and baselines. */
  key: textValue,
  baselines: listOf(
    recordSchema({
      name: nameSchema(baselines),
      /** The combinations whose data and windows it was measured on, by their numbers in the manifest. */
      combinations: listOf(integerValue),
      /** Rows of a season, of a baseline that has one. */
      season: optional(integerValue),
      metrics: comparedMetrics,
      ...measuredValues,
      /** What it forecasts, of a baseline that is drawn. */
      forecasts: optional(recordSchema(shownForecasts)),
    }),
  ),
  /** The global optima of networks that are linear in what they see: the least training loss; not in files of older versions. */
  optima: optional(
    listOf(
      recordSchema({
        combinations: listOf(integerValue),
        loss: numberValue,
        /** How many independent things windows say, of those that fit through the narrowest layer. */
        rank: integerValue,
      }),
    ),
  ),
});

export type BaselinesFile = Static<typeof baselinesSchema>;
export type OptimumRecord = NonNullable<BaselinesFile['optima']>[number];
export type BaselineRecord = BaselinesFile['baselines'][number];

/** A file of baselines; undefined for what is none. Throws NewerFormatError. */
export const parseBaselinesFile = textParser(recordParser('baselines', baselinesSchema));
