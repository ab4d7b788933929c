import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { usePolled } from '../live/usePolled';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { useTranslate } from '../translations/useTranslate';
import { formFromTargets, formFromTest } from './NewRunForm';
import { NewRunScreen } from './NewRunScreen';
import { ownTimeZone } from './timeZones';

/** The form for a schedule, filled with what it is. */
export default function EditTestPage() {
  const api = useApi(locustApiRef);
  const t = useTranslate();
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
          <Panel title={t('newRun.edit', { test: test.test })}>
            <Notice tone="info">
              {t('newRun.keptInGit', { tool: test.trackedBy })}
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
