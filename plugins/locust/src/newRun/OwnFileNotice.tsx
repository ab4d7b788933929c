import Button from '@material-ui/core/Button';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';
import type { NewRunForm } from './NewRunForm';

/** That the locustfile comes with the image, a mount or a command, and the way to give one here instead. */
export function OwnFileNotice(props: {
  readonly form: NewRunForm;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { command, ...others } = props.form.otherFields;
  const t = useTranslate();
  return (
    <Notice
      tone="info"
      title={
        command ? t('newRun.what.ownByCommand') : t('newRun.what.ownByImage')
      }
      action={
        <Button
          size="small"
          color="primary"
          onClick={() =>
            props.onChange({ source: 'inline', otherFields: others })
          }
        >
          {t('newRun.what.useLocustfile')}
        </Button>
      }
    >
      {command !== undefined && <code>{String(command)}</code>}
    </Notice>
  );
}
