import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { useAction, type Action } from '../action/useAction';
import { useIdempotent } from '../action/useIdempotent';
import { locustApiRef } from '../api/LocustApi';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { definitionOfRun } from './definitionOfRun';

/** Starts a run with the settings of another one, and goes to it. */
export function useRunAgain(): Action<readonly [Run]> {
  const api = useApi(locustApiRef);
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const idempotent = useIdempotent();
  return useAction(async (run: Run) => {
    const started = await idempotent(key =>
      api.createRun(definitionOfRun(run), key),
    );
    navigate(paths.run(started.id));
  });
}
