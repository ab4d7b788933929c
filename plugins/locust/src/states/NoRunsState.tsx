import TimelineIcon from '@material-ui/icons/Timeline';
import { LinkButton } from '@backstage/core-components';
import { StateScreen } from './StateScreen';

/** Nothing was run yet: what this is for, and how to begin. */
export function NoRunsState(props: { readonly newRunPath?: string }) {
  return (
    <StateScreen
      icon={<TimelineIcon />}
      title="No load test has run here yet"
      actions={
        props.newRunPath && (
          <LinkButton to={props.newRunPath} variant="contained" color="primary">
            New run
          </LinkButton>
        )
      }
    >
      A run sends requests to this component from as many workers as you choose
      and keeps response times, failures and the log. Start one now or put it on
      a schedule.
    </StateScreen>
  );
}
