import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useTableStyles } from '../layout/useTableStyles';

/** Whose something is and where it runs: what was tested, who answers for it, cluster and namespace. */
export function PlaceLine(props: {
  readonly of: {
    readonly entityRef?: string;
    readonly owner?: string;
    readonly cluster: string;
    readonly namespace: string;
  };
}) {
  const { entityRef, owner, cluster, namespace } = props.of;
  const table = useTableStyles();
  return (
    <div className={table.muted}>
      {entityRef && (
        <>
          <EntityRefLink entityRef={entityRef} defaultKind="component" />
          {' · '}
        </>
      )}
      {owner && (
        <>
          <EntityRefLink entityRef={owner} defaultKind="group" />
          {' · '}
        </>
      )}
      {cluster} / {namespace}
    </div>
  );
}
