import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { usePolled } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { formFromTargets, formFromTest } from './NewRunForm';
import { NewRunScreen } from './NewRunScreen';
import { ownTimeZone } from './timeZones';

/** The form for a schedule, filled with what it is. */
export default function EditTestPage() {
  const api = useApi(locustApiRef);
  const { entityRef } = useLoadTestsPaths();
  const { testId = '' } = useParams();
  const loaded = usePolled(
    `${entityRef} ${testId}`,
    async () => {
      const [targets, test] = await Promise.all([
        api.getTargets(entityRef),
        api.getTest(testId),
      ]);
      const empty = formFromTargets(targets, test.name, ownTimeZone());
      return { targets, test, form: formFromTest(empty, test) };
    },
    () => 'never',
  );
  return (
    <PolledContent resource={loaded} what="schedule" rows={5} frame={Panel}>
      {({ targets, test, form }) =>
        test.trackedBy ? (
          <Panel title={`Edit ${test.test}`}>
            <Notice tone="info">
              {test.trackedBy} keeps this schedule as it is in git and would
              undo a change; edit it there.
            </Notice>
          </Panel>
        ) : (
          <NewRunScreen
            key={testId}
            targets={targets}
            start={{ form, editing: test }}
          />
        )
      }
    </PolledContent>
  );
}
