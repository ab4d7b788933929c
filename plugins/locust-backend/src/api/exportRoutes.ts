import { InputError, NotFoundError } from '@backstage/errors';
import { locustRunReadPermission } from 'backstage-plugin-locust-common';
import {
  exportFileName,
  RUN_EXPORTS,
  type RunExportFormat,
} from '../exports/runExports';
import { readRunRecord } from '../history/readRunRecord';
import { listFiles } from '../runs/listFiles';
import type { LocustRouter, RouterParts } from './RouterParts';
import { noSuchRun } from './RunAccess';

/** `/runs/{id}/export` and `/runs/{id}/locustfile`: what can be taken away of a run. */
export function addExportRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  const { store, runs } = parts;

  router.get('/runs/:runId/export/:format', async (request, response) => {
    const { format } = request.params;
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    if (!isFormat(format)) {
      throw new InputError(
        `format: "${format}" was refused; accepted are ${Object.keys(
          RUN_EXPORTS,
        ).join(', ')}`,
      );
    }
    const record = await readRunRecord(store, run.id);
    if (!record) {
      throw noSuchRun(run.id);
    }
    const { contentType, write } = RUN_EXPORTS[format];
    response.setHeader('Content-Type', contentType);
    response.setHeader(
      'Content-Disposition',
      `attachment; filename="${exportFileName(record, format)}"`,
    );
    // As bytes: of a text, Express would write the charset anew.
    response.end(Buffer.from(write(record), 'utf8'));
  });

  router.get('/runs/:runId/locustfile', async (request, response) => {
    const run = await runs.of(
      request as never,
      request.params.runId,
      locustRunReadPermission,
    );
    const snapshot = await store.locustfiles.of(run.id);
    if (!snapshot) {
      throw new NotFoundError(
        `No locustfile is kept of run ${run.id}; it came with the image, or could not be read when the run began`,
      );
    }
    response.json({
      main: snapshot.main,
      files: { ...snapshot.files },
      entries: listFiles(snapshot),
    });
  });
}

function isFormat(text: string): text is RunExportFormat {
  return Object.hasOwn(RUN_EXPORTS, text);
}
