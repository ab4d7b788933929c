import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useLocation, useParams } from 'react-router-dom';

/** Where the screens of one mount point are: an entity's tab, or the page of all runs. */
export interface LoadTestsPaths {
  /** The entity whose load tests these are; absent on the page of all. */
  readonly entityRef?: string;
  readonly list: (view?: 'schedules') => string;
  readonly newRun: (fromRunId?: string) => string;
  readonly run: (runId: string, tab?: string) => string;
}

/** Paths below a base such as `/catalog/default/component/shop/load-tests`. */
export function pathsBelow(base: string, entityRef?: string): LoadTestsPaths {
  const root = base.replace(/\/+$/, '');
  return {
    entityRef,
    list: view => (view ? `${root}?view=${view}` : root || '/'),
    newRun: from => `${root}/new${from ? `?from=${from}` : ''}`,
    run: (runId, tab) => `${root}/runs/${runId}${tab ? `/${tab}` : ''}`,
  };
}

const Context = createContext<LoadTestsPaths | undefined>(undefined);

/**
 * Tells everything below where it is mounted. The base is the location without what the mount point's own
 * `/*` matched, which holds whatever path an app gives the tab.
 */
export function LoadTestsPathsProvider(props: {
  readonly entityRef?: string;
  readonly children: ReactNode;
}) {
  const { pathname } = useLocation();
  const rest = useParams()['*'] ?? '';
  const bare = pathname.replace(/\/+$/, '');
  const base = rest
    ? bare.slice(0, bare.length - rest.replace(/\/+$/, '').length)
    : bare;
  const { entityRef } = props;
  const paths = useMemo(() => pathsBelow(base, entityRef), [base, entityRef]);
  return <Context.Provider value={paths}>{props.children}</Context.Provider>;
}

export function useLoadTestsPaths(): LoadTestsPaths {
  const paths = useContext(Context);
  if (!paths) {
    throw new Error('useLoadTestsPaths is used outside of its provider');
  }
  return paths;
}
