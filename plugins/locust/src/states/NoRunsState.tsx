import TimelineIcon from '@material-ui/icons/Timeline';
import { NewRunButton } from '../navigation/NewRunButton';
import { useTranslate } from '../translations/useTranslate';
import { StateScreen } from './StateScreen';

/** Nothing was run yet: what this is for, and how to begin. */
export function NoRunsState(props: { readonly newRunPath?: string }) {
  const t = useTranslate();
  return (
    <StateScreen
      icon={<TimelineIcon />}
      title={t('states.noRuns.title')}
      actions={props.newRunPath && <NewRunButton to={props.newRunPath} />}
    >
      {t('states.noRuns.body')}
    </StateScreen>
  );
}
