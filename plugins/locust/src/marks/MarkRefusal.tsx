import IconButton from '@material-ui/core/IconButton';
import CloseIcon from '@material-ui/icons/Close';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';
import type { RunMarks } from './useRunMarks';

/** Why the last mark was refused, until it is taken away or another one is set. */
export function MarkRefusal(props: { readonly marks: RunMarks }) {
  const t = useTranslate();
  const { action, said } = props.marks;
  if (!action.error || !said) {
    return null;
  }
  return (
    <Notice
      tone="error"
      title={t(`marks.refused.${said}`)}
      action={
        <IconButton
          size="small"
          aria-label={t('marks.dismiss')}
          onClick={action.dismiss}
        >
          <CloseIcon fontSize="small" />
        </IconButton>
      }
    >
      {explainError(action.error, t).message}
    </Notice>
  );
}
