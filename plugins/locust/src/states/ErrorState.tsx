import Button from '@material-ui/core/Button';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import SearchIcon from '@material-ui/icons/Search';
import { useTranslate } from '../translations/useTranslate';
import { explainError } from './explainError';
import type { LoadedThing } from './LoadedThing';
import { NoPermissionState } from './NoPermissionState';
import { StateScreen } from './StateScreen';

/** Why something could not be shown, by what kind of failure it is. */
export function ErrorState(props: {
  /** What could not be loaded. */
  readonly what: LoadedThing;
  readonly error: Error;
  readonly onRetry?: () => void;
}) {
  const t = useTranslate();
  const { kind, message } = explainError(props.error, t);
  const retry = props.onRetry && (
    <Button variant="outlined" onClick={props.onRetry}>
      {t('states.retry')}
    </Button>
  );
  switch (kind) {
    case 'noPermission':
      return <NoPermissionState message={message} />;
    case 'notFound':
      return (
        <StateScreen
          icon={<SearchIcon />}
          title={t(`states.things.${props.what}.notFound`)}
          role="alert"
        >
          {message}
        </StateScreen>
      );
    case 'backendAway':
      return (
        <StateScreen
          icon={<CloudOffIcon />}
          title={t('states.backendAway')}
          role="alert"
          actions={retry}
        >
          {t('states.askedAgain', { message })}
        </StateScreen>
      );
    case 'clusterUnreachable':
      return (
        <StateScreen
          icon={<CloudOffIcon />}
          title={t('states.clusterAway')}
          role="alert"
          actions={retry}
        >
          {message}
        </StateScreen>
      );
    default:
      return (
        <StateScreen
          icon={<ErrorOutlineIcon />}
          title={t(`states.things.${props.what}.failed`)}
          role="alert"
          actions={retry}
        >
          {message}
        </StateScreen>
      );
  }
}
