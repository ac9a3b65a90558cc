import {type Markup, markup} from '../markup.js';

/** One check with its outcome; without one it passed. */
export interface JunitCase {
  readonly className: string;
  readonly name: string;
  readonly seconds?: number;
  readonly outcome?:
    | {readonly type: 'failed'; readonly message: string; readonly details?: string}
    | {readonly type: 'skipped'};
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** Suites in the XML that CI servers read: the schema of Jenkins' xunit plugin. */
export function junitXml(suites: readonly JunitSuite[]): string {
  const all = countsOf(suites.flatMap(({cases}) => cases));
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="${all.tests}" failures="${all.failures}" errors="0" skipped="${all.skipped}">
${suites.map(suiteXml)}</testsuites>
`.text;
}

function suiteXml({name, cases}: JunitSuite): Markup {
  const {tests, failures, skipped} = countsOf(cases);
  return markup`  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}">
${cases.map(caseXml)}  </testsuite>
`;
}

function caseXml({className, name, seconds, outcome}: JunitCase): Markup {
  const time = seconds === undefined ? '' : markup` time="${seconds}"`;
  const head = markup`    <testcase classname="${className}" name="${name}"${time}`;
  if (!outcome) return markup`${head}/>\n`;
  if (outcome.type === 'skipped') return markup`${head}><skipped/></testcase>\n`;
  return markup`${head}><failure message="${outcome.message}">${outcome.details}</failure></testcase>\n`;
}

function countsOf(cases: readonly JunitCase[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({outcome}) => outcome?.type === 'failed').length,
    skipped: cases.filter(({outcome}) => outcome?.type === 'skipped').length,
  };
}
