import TimelineIcon from '@material-ui/icons/Timeline';
import { LinkButton } from '@backstage/core-components';
import { useTranslate } from '../translations/useTranslate';
import { StateScreen } from './StateScreen';

/** Nothing was run yet: what this is for, and how to begin. */
export function NoRunsState(props: { readonly newRunPath?: string }) {
  const t = useTranslate();
  return (
    <StateScreen
      icon={<TimelineIcon />}
      title={t('states.noRuns.title')}
      actions={
        props.newRunPath && (
          <LinkButton to={props.newRunPath} variant="contained" color="primary">
            {t('terms.newRun')}
          </LinkButton>
        )
      }
    >
      {t('states.noRuns.body')}
    </StateScreen>
  );
}
