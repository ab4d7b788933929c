import { LinkButton } from '@backstage/core-components';
import { useTranslate } from '../translations/useTranslate';

/** The way to the form, where there is nothing else to look at yet. */
export function NewRunButton(props: { readonly to: string }) {
  const t = useTranslate();
  return (
    <LinkButton to={props.to} variant="contained" color="primary">
      {t('terms.newRun')}
    </LinkButton>
  );
}
