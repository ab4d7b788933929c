import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import EventIcon from '@material-ui/icons/Event';
import SearchIcon from '@material-ui/icons/Search';
import type { Test } from 'backstage-plugin-locust-common';
import type { TestList } from '../api/LocustApi';
import type { PolledResource } from '../live/usePolled';
import { useNow } from '../live/useNow';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { NewRunButton } from '../navigation/NewRunButton';
import { ClusterNotice } from '../states/ClusterNotice';
import { PolledContent } from '../states/PolledContent';
import { StateScreen } from '../states/StateScreen';
import { useTranslate } from '../translations/useTranslate';
import { DeleteScheduleDialog } from './DeleteScheduleDialog';
import { ScheduleItem } from './ScheduleItem';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  notices: {
    display: 'grid',
    gap: theme.spacing(1),
    '&:not(:empty)': { margin: theme.spacing(1.5, 0) },
  },
}));

/** The schedules of an entity, or of all. */
export function SchedulesView(props: {
  readonly tests: PolledResource<TestList>;
  /** Whether they are those that something was looked for in. */
  readonly searched?: boolean;
  /** Clusters whose trouble is told elsewhere on the screen already. */
  readonly toldClusters?: readonly string[];
}) {
  const { tests } = props;
  const classes = useStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  const now = useNow(15_000);
  const [toDelete, setToDelete] = useState<Test>();

  return (
    <>
      <PolledContent resource={tests} what="schedules" rows={3}>
        {({ items, unavailable }) => (
          <>
            <div className={classes.notices}>
              {unavailable
                .filter(
                  problem => !props.toldClusters?.includes(problem.cluster),
                )
                .map(problem => (
                  <ClusterNotice
                    key={problem.cluster}
                    problem={problem}
                    now={now}
                  />
                ))}
            </div>
            {/* An empty list is only said to be empty when every cluster answered. */}
            {items.length === 0 &&
              unavailable.length === 0 &&
              (props.searched ? (
                <StateScreen
                  icon={<SearchIcon />}
                  title={t('schedules.noneFound')}
                />
              ) : (
                <StateScreen
                  icon={<EventIcon />}
                  title={t('schedules.nothing')}
                  actions={
                    paths.entityRef && <NewRunButton to={paths.newRun()} />
                  }
                >
                  {t('schedules.howTo')}
                </StateScreen>
              ))}
            <ul className={classes.list} aria-label={t('schedules.list')}>
              {items.map(test => (
                <ScheduleItem
                  key={test.id}
                  test={test}
                  now={now}
                  onChanged={tests.reload}
                  onDelete={setToDelete}
                />
              ))}
            </ul>
          </>
        )}
      </PolledContent>
      <DeleteScheduleDialog
        test={toDelete}
        onClose={() => setToDelete(undefined)}
        onDeleted={() => {
          setToDelete(undefined);
          tests.reload();
        }}
      />
    </>
  );
}
