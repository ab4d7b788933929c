import Button from '@material-ui/core/Button';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import SearchIcon from '@material-ui/icons/Search';
import { explainError } from './explainError';
import { NoPermissionState } from './NoPermissionState';
import { StateScreen } from './StateScreen';

/** Why something could not be shown, by what kind of failure it is. */
export function ErrorState(props: {
  /** What could not be loaded, as in "The runs". */
  readonly what: string;
  readonly error: Error;
  readonly onRetry?: () => void;
}) {
  const { kind, message } = explainError(props.error);
  const retry = props.onRetry && (
    <Button variant="outlined" onClick={props.onRetry}>
      Try again
    </Button>
  );
  switch (kind) {
    case 'noPermission':
      return <NoPermissionState message={message} />;
    case 'notFound':
      return (
        <StateScreen
          icon={<SearchIcon />}
          title={`${props.what} cannot be found`}
          role="alert"
        >
          {message}
        </StateScreen>
      );
    case 'backendAway':
      return (
        <StateScreen
          icon={<CloudOffIcon />}
          title="The backend cannot be reached"
          role="alert"
          actions={retry}
        >
          {message} It is asked again by itself.
        </StateScreen>
      );
    case 'clusterUnreachable':
      return (
        <StateScreen
          icon={<CloudOffIcon />}
          title="The cluster cannot be reached"
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
          title={`${props.what} could not be loaded`}
          role="alert"
          actions={retry}
        >
          {message}
        </StateScreen>
      );
  }
}
