import Button from '@material-ui/core/Button';
import { Notice } from '../states/Notice';
import type { NewRunForm } from './NewRunForm';

/** That the locustfile comes with the image, a mount or a command, and the way to give one here instead. */
export function OwnFileNotice(props: {
  readonly form: NewRunForm;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { command, ...others } = props.form.otherFields;
  return (
    <Notice
      tone="info"
      title={
        command
          ? 'The locustfile comes with a command of its own'
          : 'The locustfile comes with the image or a mount'
      }
      action={
        <Button
          size="small"
          color="primary"
          onClick={() =>
            props.onChange({ source: 'inline', otherFields: others })
          }
        >
          Use a locustfile instead
        </Button>
      }
    >
      {command !== undefined && <code>{String(command)}</code>}
    </Notice>
  );
}
