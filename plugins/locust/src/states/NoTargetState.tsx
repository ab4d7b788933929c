import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { makeStyles } from '@material-ui/core/styles';
import SettingsEthernetIcon from '@material-ui/icons/SettingsEthernet';
import { CodeBlock } from '../layout/CodeBlock';
import { CopyButton } from '../layout/CopyButton';
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
  const text = targetAnnotations(props.clusters);
  return (
    <StateScreen
      icon={<SettingsEthernetIcon />}
      title="Where should load tests of this component run?"
      actions={<CopyButton text={text} label="Copy annotations" />}
    >
      {props.clusters.length === 0
        ? 'No cluster is configured for it yet. Ask the platform team, or '
        : 'No cluster and namespace are chosen for it yet. '}
      {props.clusters.length === 0 ? 'name one ' : 'Name them '}
      in the component’s catalog file:
      <div className={classes.block}>
        <CodeBlock label="Annotations to add" text={text} />
      </div>
    </StateScreen>
  );
}
