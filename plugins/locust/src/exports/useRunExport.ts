import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { useAction, type Action } from '../action/useAction';
import { locustApiRef, type RunExportFormat } from '../api/LocustApi';
import { exportFileName } from './runExports';
import { saveFile } from './saveFile';

/** Fetches a file of a run with the person's own rights and saves it. */
export function useRunExport(): Action<readonly [Run, RunExportFormat]> {
  const api = useApi(locustApiRef);
  return useAction(async (run: Run, format: RunExportFormat) => {
    const file = await api.exportRun(run.id, format);
    saveFile(file.name ?? exportFileName(run, format), file.content);
  });
}
