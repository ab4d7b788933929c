import type { Run } from 'backstage-plugin-locust-common';
import { CodeBlock } from '../layout/CodeBlock';
import { Panel } from '../layout/Panel';
import { useRunLog } from '../live/useRunLog';
import { explainError } from '../states/explainError';
import { useTranslate } from '../translations/useTranslate';

const LINES = 20;

/** The end of the log beside a run that could not go, for the cause is usually there. */
export function LastLogLines(props: { readonly run: Run }) {
  const t = useTranslate();
  const log = useRunLog(props.run.id);
  if (log.status === 'loading') {
    return null;
  }
  const title = t('runPage.log.lastLines');
  if (log.status === 'failed') {
    return <Panel title={title}>{explainError(log.error, t).message}</Panel>;
  }
  return (
    <Panel title={title}>
      {log.lines.length === 0 ? (
        t('runPage.log.wroteNothing')
      ) : (
        <CodeBlock label={title} text={log.lines.slice(-LINES).join('\n')} />
      )}
    </Panel>
  );
}
