import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Panel } from '../layout/Panel';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';
import { LoadingRows } from '../states/LoadingRows';
import { useTranslate } from '../translations/useTranslate';
import { LoadTestsHome } from './LoadTestsHome';

const NewRunPage = lazy(() => import('../newRun/NewRunPage'));
const EditTestPage = lazy(() => import('../newRun/EditTestPage'));
const RunPage = lazy(() => import('../runPage/RunPage'));
const ComparePage = lazy(() => import('../compare/ComparePage'));
const TrendPage = lazy(() => import('../trend/TrendPage'));

/** The tab "Load tests" of a catalog entity, with the screens below it. */
export function LoadTestsTab() {
  const t = useTranslate();
  const { entity } = useEntity();
  return (
    <LoadTestsPathsProvider entityRef={stringifyEntityRef(entity)}>
      <Suspense
        fallback={
          <Panel>
            <LoadingRows label={t('states.loading')} />
          </Panel>
        }
      >
        <Routes>
          <Route path="/" element={<LoadTestsHome />} />
          <Route path="new" element={<NewRunPage />} />
          <Route path="schedules/:testId/edit" element={<EditTestPage />} />
          <Route path="runs/:runId/:tab?" element={<RunPage />} />
          <Route path="compare" element={<ComparePage />} />
          <Route path="trend" element={<TrendPage />} />
        </Routes>
      </Suspense>
    </LoadTestsPathsProvider>
  );
}
