import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useParams, useResolvedPath } from 'react-router-dom';
import type { TestIdentity } from '../api/LocustApi';

/** Where the screens of one mount point are: an entity's tab, or the page of all runs. */
export interface LoadTestsPaths {
  /** The entity whose load tests these are; absent on the page of all. */
  readonly entityRef?: string;
  readonly list: (view?: 'schedules') => string;
  /** The list of runs, narrowed by filters as the address has them. */
  readonly runs: (filters?: Readonly<Record<string, string>>) => string;
  readonly newRun: (fromRunId?: string) => string;
  readonly editTest: (testId: string) => string;
  readonly run: (runId: string, tab?: string) => string;
  /** Runs side by side, held against the first or against `reference`. */
  readonly compare: (runIds: readonly string[], reference?: string) => string;
  /** How the last runs of a test came out. */
  readonly trend: (test: TestIdentity) => string;
}

/** Paths below a base such as `/catalog/default/component/shop/load-tests`. */
export function pathsBelow(base: string, entityRef?: string): LoadTestsPaths {
  const root = base.replace(/\/+$/, '');
  return {
    entityRef,
    list: view => `${root || '/'}${view ? `?view=${view}` : ''}`,
    newRun: from => `${root}/new${from ? `?from=${from}` : ''}`,
    editTest: testId => `${root}/schedules/${testId}/edit`,
    run: (runId, tab) => `${root}/runs/${runId}${tab ? `/${tab}` : ''}`,
    compare: (runIds, reference) =>
      `${root}/compare?runs=${runIds.join(',')}${
        reference && reference !== runIds[0] ? `&reference=${reference}` : ''
      }`,
    trend: test => {
      // Below an entity its name is all that is needed.
      const asked =
        entityRef !== undefined && test.entityRef === entityRef
          ? { test: test.test }
          : test;
      return `${root}/trend?${new URLSearchParams(
        Object.entries(asked).filter(([, value]) => value !== undefined),
      )}`;
    },
    runs: filters => {
      // On the page of all, the list is one view of several and not the first.
      const query = new URLSearchParams({
        ...(entityRef === undefined && { view: 'runs' }),
        ...filters,
      }).toString();
      return `${root || '/'}${query && `?${query}`}`;
    },
  };
}

const Context = createContext<LoadTestsPaths | undefined>(undefined);

/**
 * Tells everything below where it is mounted, whatever path an app gives it. With React Router's flag
 * `v7_relativeSplatPath` the place resolved includes what the mount point's `/*` matched, without it does not.
 */
export function LoadTestsPathsProvider(props: {
  readonly entityRef?: string;
  readonly children: ReactNode;
}) {
  const { pathname } = useResolvedPath('.');
  const rest = useParams()['*'] ?? '';
  const base =
    rest && pathname.endsWith(`/${rest}`)
      ? pathname.slice(0, -rest.length)
      : pathname;
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
