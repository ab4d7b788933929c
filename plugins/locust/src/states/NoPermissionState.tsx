import LockOutlinedIcon from '@material-ui/icons/LockOutlined';
import { useTranslate } from '../translations/useTranslate';
import { StateScreen } from './StateScreen';

/** The signed-in person may not see this. */
export function NoPermissionState(props: { readonly message: string }) {
  const t = useTranslate();
  return (
    <StateScreen
      icon={<LockOutlinedIcon />}
      title={t('states.noPermission.title')}
      role="alert"
    >
      {t('states.noPermission.body', { message: props.message })}
    </StateScreen>
  );
}
