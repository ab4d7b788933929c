import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseEntityRef } from '@backstage/catalog-model';
import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { usePolled } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { NoTargetState } from '../states/NoTargetState';
import { PolledContent } from '../states/PolledContent';
import { DraftStore } from './drafts/DraftStore';
import { formFromClone, formFromRun, formFromTargets } from './NewRunForm';
import { NewRunScreen } from './NewRunScreen';
import { ownTimeZone } from './timeZones';

/** The form for a new run: loads what it is prefilled with, then shows it. */
export default function NewRunPage() {
  const api = useApi(locustApiRef);
  const { entityRef } = useLoadTestsPaths();
  const storage = useApi(storageApiRef);
  const [params] = useSearchParams();
  const from = params.get('from') ?? undefined;
  // A run that is run again has its own settings, not those that somebody left off at.
  const drafts = useMemo(
    () =>
      entityRef && from === undefined
        ? new DraftStore(storage, entityRef)
        : undefined,
    [storage, entityRef, from],
  );
  const loaded = usePolled(
    `${entityRef} ${from}`,
    async () => {
      const targets = await api.getTargets(entityRef);
      const recent =
        from === undefined
          ? (await api.listRuns({ entityRef, limit: 1 })).items[0]
          : await api.getRun(from);
      const name = entityRef ? parseEntityRef(entityRef).name : 'load-test';
      const empty = formFromTargets(targets, name, ownTimeZone());
      const prefill = from === undefined ? formFromRun : formFromClone;
      const form = recent ? prefill(empty, recent) : empty;
      const draft = await drafts?.read();
      return {
        targets,
        start: { form, drafts, draft: draft && { ...form, ...draft } },
      };
    },
    () => 'never',
  );

  return (
    <PolledContent resource={loaded} what="form" rows={5} frame={Panel}>
      {({ targets, start }) =>
        start.form.cluster && start.form.namespace ? (
          <NewRunScreen key={from} targets={targets} start={start} />
        ) : (
          <Panel>
            <NoTargetState clusters={targets.clusters.map(one => one.name)} />
          </Panel>
        )
      }
    </PolledContent>
  );
}
