import type { Targets } from 'backstage-plugin-locust-common';
import { formatDayAndTime } from '../format/formatTime';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';

/** That a run which is made now has to wait, before anybody makes it. */
export function FreezeNotice(props: { readonly freeze: Targets['freeze'] }) {
  const { freeze } = props;
  const t = useTranslate();
  return freeze ? (
    <Notice
      tone="warning"
      title={
        freeze.until
          ? t('newRun.frozen', {
              until: formatDayAndTime(freeze.until, undefined, t),
            })
          : t('newRun.frozenOpen')
      }
    >
      {freeze.reason}
    </Notice>
  ) : null;
}
