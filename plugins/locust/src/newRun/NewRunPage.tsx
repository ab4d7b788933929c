import { useSearchParams } from 'react-router-dom';
import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { usePolled } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { NoTargetState } from '../states/NoTargetState';
import { PolledContent } from '../states/PolledContent';
import { formFromRun, formFromTargets } from './NewRunForm';
import { NewRunScreen } from './NewRunScreen';
import { ownTimeZone } from './timeZones';

/** The form for a new run: loads what it is prefilled with, then shows it. */
export default function NewRunPage() {
  const api = useApi(locustApiRef);
  const { entityRef } = useLoadTestsPaths();
  const [params] = useSearchParams();
  const from = params.get('from') ?? undefined;
  const start = usePolled(
    `${entityRef} ${from}`,
    async () => {
      const targets = await api.getTargets(entityRef);
      const recent =
        from === undefined
          ? (await api.listRuns({ entityRef, limit: 1 })).items[0]
          : await api.getRun(from);
      const name = entityRef ? parseEntityRef(entityRef).name : 'load-test';
      const empty = formFromTargets(targets, name, ownTimeZone());
      return {
        targets,
        form: recent ? formFromRun(empty, recent, from !== undefined) : empty,
      };
    },
    () => 'never',
  );

  return (
    <PolledContent resource={start} what="The form" rows={5} frame={Panel}>
      {({ targets, form }) =>
        form.cluster && form.namespace ? (
          <NewRunScreen key={from} targets={targets} start={form} />
        ) : (
          <Panel>
            <NoTargetState clusters={targets.clusters.map(one => one.name)} />
          </Panel>
        )
      }
    </PolledContent>
  );
}
