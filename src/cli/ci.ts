import {relative, resolve} from 'node:path';
import {aboutFile} from '../disk/file-error.js';
import {appendToFile, writeWholeFile} from '../disk/write-file.js';
import type {Problem} from '../document/problem.js';
import {type Annotation, annotationLine, problemAnnotation} from '../presentation/ci/annotation.js';
import {type JunitSuite, junitXml} from '../presentation/ci/junit.js';
import {writeErr} from './streams.js';

/** What a CI server is told besides; does nothing elsewhere. */
export interface Ci {
  annotate(annotation: Annotation): void;
  problems(problems: readonly Problem[]): void;
  warnings(warnings: readonly Problem[]): void;
  /** Markdown for the page of the run; made only where there is one. */
  summarize(markdown: () => string): void;
}

const nowhere: Ci = {annotate() {}, problems() {}, warnings() {}, summarize() {}};

/** Tells GitHub: with --ci, and by itself where GITHUB_ACTIONS is set unless --no-ci says otherwise. */
export function ciFor(option: boolean | undefined): Ci {
  const {GITHUB_ACTIONS, GITHUB_WORKSPACE, GITHUB_STEP_SUMMARY} = process.env;
  if (!(option ?? (GITHUB_ACTIONS !== undefined && GITHUB_ACTIONS !== '' && GITHUB_ACTIONS !== 'false')))
    return nowhere;
  const inRepository = (file: string) =>
    relative(GITHUB_WORKSPACE ?? process.cwd(), resolve(file)).replaceAll('\\', '/');
  // The runner reads both streams; stdout is for answers.
  const annotate = (annotation: Annotation) => void writeErr(annotationLine(annotation));
  return {
    annotate,
    problems(problems) {
      for (const problem of problems) annotate(problemAnnotation(problem, inRepository));
    },
    warnings(warnings) {
      for (const warning of warnings) annotate({...problemAnnotation(warning, inRepository), level: 'warning'});
    },
    summarize(markdown) {
      if (GITHUB_STEP_SUMMARY) appendToFile(GITHUB_STEP_SUMMARY, `${markdown()}\n`);
    },
  };
}

/** Writes suites to the file that --junit names, if it names one. Throws errors of the file system. */
export function writeJunit(file: string | undefined, suites: readonly JunitSuite[]): void {
  if (file === undefined) return;
  try {
    writeWholeFile(file, junitXml(suites));
  } catch (error) {
    throw aboutFile(error, file, "JUnit XML can't be written");
  }
}
