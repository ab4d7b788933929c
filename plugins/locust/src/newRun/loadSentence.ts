import { formatSpan } from '../format/formatClock';
import { formatCount } from '../format/formatNumber';
import type { Translate } from '../translations/Translate';

/** `10 users after 5 s · 5 users a worker`, as far as the figures are figures. */
export function loadSentence(
  form: {
    readonly users: string;
    readonly spawnRate: string;
    readonly workers: string;
  },
  t: Translate,
): string | undefined {
  const users = Number(form.users);
  const rate = Number(form.spawnRate);
  const workers = Number(form.workers);
  if (!(users > 0) || !(rate > 0) || !(workers > 0)) {
    return undefined;
  }
  const each = users / workers;
  const share = Number.isInteger(each)
    ? t('newRun.sentence.share', { count: each })
    : t('newRun.sentence.shareBetween', {
        least: formatCount(Math.floor(each), t),
        most: formatCount(Math.ceil(each), t),
      });
  return t('newRun.sentence.load', {
    users: t('terms.userCount', { count: users }),
    time: formatSpan(Math.max(1, Math.ceil(users / rate))),
    share,
  });
}
