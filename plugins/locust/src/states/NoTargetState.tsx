import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { makeStyles } from '@material-ui/core/styles';
import SettingsEthernetIcon from '@material-ui/icons/SettingsEthernet';
import { CodeBlock } from '../layout/CodeBlock';
import { CopyButton } from '../layout/CopyButton';
import { useTranslate } from '../translations/useTranslate';
import { StateScreen } from './StateScreen';

const useStyles = makeStyles(theme => ({
  block: { textAlign: 'left', marginTop: theme.spacing(2) },
}));

/** The annotations that choose where an entity's load tests run. */
export function targetAnnotations(clusters: readonly string[]): string {
  return [
    'metadata:',
    '  annotations:',
    `    ${ANNOTATIONS.cluster}: ${clusters[0] ?? 'name-of-the-cluster'}`,
    `    ${ANNOTATIONS.namespace}: load-tests`,
  ].join('\n');
}

/** The entity does not say where its load tests run, and nothing else does. */
export function NoTargetState(props: {
  /** Clusters that there are, if any. */
  readonly clusters: readonly string[];
}) {
  const classes = useStyles();
  const t = useTranslate();
  const text = targetAnnotations(props.clusters);
  return (
    <StateScreen
      icon={<SettingsEthernetIcon />}
      title={t('states.noTarget.title')}
      actions={<CopyButton text={text} label={t('states.noTarget.copy')} />}
    >
      {props.clusters.length === 0
        ? t('states.noTarget.noCluster')
        : t('states.noTarget.notChosen')}
      <div className={classes.block}>
        <CodeBlock label={t('states.noTarget.annotations')} text={text} />
      </div>
    </StateScreen>
  );
}
