import CodeIcon from '@material-ui/icons/Code';
import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { usePolled } from '../live/usePolled';
import { explainError } from '../states/explainError';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';
import { FilesView } from './FilesView';

/** What a run ran, as it was kept when the run began. */
export function LocustfilePanel(props: { readonly run: Run }) {
  const { id, phase } = props.run;
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const ran = usePolled(
    // A run that waits has none yet.
    `${id} ${phase === 'queued'}`,
    () => api.getRunLocustfile(id),
    () => 'never',
  );
  const reason =
    ran.status === 'failed' ? explainError(ran.error, t) : undefined;
  return (
    <Panel
      title={t('locustfile.title')}
      subtitle={ran.status === 'loaded' && t('locustfile.subtitle')}
    >
      {reason?.kind === 'notFound' ? (
        <StateScreen icon={<CodeIcon />} title={t('locustfile.noneTitle')}>
          {isActive(phase) ? t('locustfile.noneYet') : reason.message}
        </StateScreen>
      ) : (
        <PolledContent resource={ran} what="locustfile" rows={3}>
          {files => <FilesView files={files} />}
        </PolledContent>
      )}
    </Panel>
  );
}
