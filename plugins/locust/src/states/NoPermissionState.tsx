import LockOutlinedIcon from '@material-ui/icons/LockOutlined';
import { StateScreen } from './StateScreen';

/** The signed-in person may not see this. */
export function NoPermissionState(props: { readonly message: string }) {
  return (
    <StateScreen
      icon={<LockOutlinedIcon />}
      title="You may not see these load tests"
      role="alert"
    >
      {props.message} The owner of this component or the platform team can give
      you access.
    </StateScreen>
  );
}
