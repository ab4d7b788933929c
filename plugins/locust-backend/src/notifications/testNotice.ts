import type { EndedRun } from '../runs/EndedRun';
import type { Notice } from '../runs/Notice';
import { portalPath } from './portalPath';
import type { TestState } from './stateAfter';
import { textOf, titleOf, topicOf } from './wording';

/** What the owner of a test is told when it stands otherwise than before: what has happened, why, and where to look. */
export function testNotice(
  run: EndedRun,
  state: TestState,
  owner: string,
): Notice {
  const { predicate, why } = inWords(run, state);
  return {
    owner,
    title: titleOf(`Load test ${run.test}`, run, predicate),
    description: textOf(why),
    link: portalPath(run.entityRef, `/runs/${run.id}`),
    severity: state === 'ok' ? 'normal' : 'high',
    topic: topicOf(run.test, run),
  };
}

function inWords(
  run: EndedRun,
  state: TestState,
): { readonly predicate: string; readonly why: readonly string[] } {
  switch (state) {
    case 'failed': {
      const crossed = run.thresholds.filter(it => !it.passed);
      return {
        predicate: 'failed',
        why:
          crossed.length > 0
            ? crossed.map(it => it.message)
            : [run.message ?? 'It failed its thresholds.'],
      };
    }
    case 'broken':
      return {
        predicate: 'could not be run',
        why: [run.message ?? 'Nobody says why; its log may tell.'],
      };
    default:
      return run.verdict === 'passed'
        ? { predicate: 'passes again', why: ['All its thresholds were met.'] }
        : { predicate: 'can be run again', why: ['It came to its end.'] };
  }
}
