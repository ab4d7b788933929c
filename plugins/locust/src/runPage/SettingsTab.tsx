import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { Run } from 'backstage-plugin-locust-common';
import { CodeBlock } from '../layout/CodeBlock';
import { CopyButton } from '../layout/CopyButton';
import { Panel } from '../layout/Panel';
import { LocustfilePanel } from '../locustfile/LocustfilePanel';
import { locustManifest } from '../manifest/locustManifest';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  stack: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr)',
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  wide: { gridColumn: '1 / -1', minWidth: 0 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: theme.spacing(0.75, 2),
    margin: 0,
    fontSize: theme.typography.pxToRem(14),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** What the run was started with, and the manifest to keep in git. */
export function SettingsTab(props: { readonly run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const t = useTranslate();
  const yaml = useMemo(
    () =>
      locustManifest({
        // The test's name, without the suffix that one start of it was given.
        name: run.test,
        namespace: run.namespace,
        entityRef: run.entityRef,
        spec: run.spec,
      }),
    [run.test, run.namespace, run.entityRef, run.spec],
  );
  const facts: ReadonlyArray<readonly [string, string | undefined]> = [
    [t('terms.cluster'), run.cluster],
    [t('terms.namespace'), run.namespace],
    [t('runPage.settings.resource'), run.name],
    [t('runPage.settings.job'), run.jobName],
    [t('runPage.settings.image'), run.spec.image],
    [t('runPage.settings.host'), run.spec.host],
    [t('runPage.settings.exitCode'), run.exitCode?.toString()],
    [t('runPage.settings.runId'), run.id],
  ];
  return (
    <div className={classes.stack}>
      <Panel title={t('runPage.settings.where')}>
        <dl className={classes.facts}>
          {facts.map(
            ([name, value]) =>
              value && (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </Panel>
      <Panel
        title={t('runPage.settings.manifest')}
        subtitle={t('runPage.settings.manifestAbout')}
        actions={<CopyButton text={yaml} label={t('runPage.settings.copy')} />}
      >
        <CodeBlock label={t('runPage.settings.manifestOf')} text={yaml} />
      </Panel>
      <div className={classes.wide}>
        <LocustfilePanel run={run} />
      </div>
    </div>
  );
}
