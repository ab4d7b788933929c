import type { Request } from 'express';
import { ConflictError, InputError } from '@backstage/errors';
import {
  isTerminalPhase,
  judgedOutcome,
  judgeThresholds,
  locustRunCreatePermission,
  type Run,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import { checkThresholds } from './checkThresholds';
import type { LocustRouter, RouterParts } from './RouterParts';
import { noSuchRun } from './RunAccess';

/** What is said of a run, by whom and when. Resolves to whether there is such a run. */
type Mark = (
  run: Run,
  by: { readonly by?: string; readonly at: Date },
) => Promise<boolean>;

/** `/runs/{id}/pin`, `baseline`, `note` and `rejudgement`: what people say of runs. Saying it twice is the same as once. */
export function addMarkRoutes(router: LocustRouter, parts: RouterParts): void {
  const { store, runs, context, auditor, signals } = parts;
  const { marks } = store;

  /** Who may make an entity's runs may say what they mean; reading alone does not allow it. */
  async function marked(
    request: Request,
    eventId: string,
    mark: Mark,
  ): Promise<Run> {
    const run = await runs.of(
      request,
      request.params.runId,
      locustRunCreatePermission,
    );
    const demand = await context.demand(request);
    const { requestedBy } = context.signature(demand);
    await audited(
      auditor,
      demand,
      eventId,
      { run: run.id, entityRef: run.entityRef ?? null },
      async () => {
        const by = { ...(requestedBy && { by: requestedBy }), at: new Date() };
        if (!(await mark(run, by))) {
          throw noSuchRun(run.id);
        }
      },
    );
    signals.changed(run.entityRef);
    return runs.shown(run);
  }

  router.put('/runs/:runId/pin', async (request, response) => {
    response.json(
      await marked(request as never, 'run-pin', run => marks.pin(run.id, true)),
    );
  });

  router.delete('/runs/:runId/pin', async (request, response) => {
    response.json(
      await marked(request as never, 'run-unpin', run =>
        marks.pin(run.id, false),
      ),
    );
  });

  router.put('/runs/:runId/baseline', async (request, response) => {
    response.json(
      await marked(request as never, 'run-baseline-set', async run => {
        requireEnded(run, 'be a baseline');
        if (!run.total) {
          throw new InputError(
            'This run left no figures that others could be held against; choose one with requests for the baseline',
          );
        }
        return marks.setBaseline(run.id);
      }),
    );
  });

  router.delete('/runs/:runId/baseline', async (request, response) => {
    response.json(
      await marked(request as never, 'run-baseline-clear', run =>
        marks.clearBaseline(run.id),
      ),
    );
  });

  router.put('/runs/:runId/note', async (request, response) => {
    const text = request.body.text.trim();
    response.json(
      await marked(request as never, 'run-note-set', async (run, by) => {
        if (text === '') {
          throw new InputError(
            'text: a note of white space alone was refused; write something, or delete the note',
          );
        }
        return marks.annotate(run.id, { text, ...by });
      }),
    );
  });

  router.delete('/runs/:runId/note', async (request, response) => {
    response.json(
      await marked(request as never, 'run-note-remove', run =>
        marks.annotate(run.id, undefined),
      ),
    );
  });

  router.post('/runs/:runId/rejudgement', async (request, response) => {
    const { thresholds } = request.body;
    response.json(
      await marked(request as never, 'run-rejudge', async (run, by) => {
        checkThresholds(thresholds);
        requireEnded(run, 'be judged');
        const { verdict, results } = judgeThresholds(
          thresholds,
          judgedOutcome({
            ignoreFirst: run.spec.ignoreFirst,
            total: run.total,
            requests: await store.requests(run.id),
            sinceWarmUp: await store.sinceWarmUp(run.id),
          }),
        );
        return marks.rejudge(run.id, { verdict, thresholds: results, ...by });
      }),
    );
  });

  router.delete('/runs/:runId/rejudgement', async (request, response) => {
    response.json(
      await marked(request as never, 'run-rejudgement-remove', run =>
        marks.rejudge(run.id, undefined),
      ),
    );
  });
}

function requireEnded(run: Run, what: string): void {
  if (!isTerminalPhase(run.phase)) {
    throw new ConflictError(
      `This run has not ended (${run.phase}), so it cannot ${what} yet; wait for its end`,
    );
  }
}
