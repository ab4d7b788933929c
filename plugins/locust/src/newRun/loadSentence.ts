import { formatSpan } from '../format/formatClock';
import { formatCount } from '../format/formatNumber';

/** `10 users after 5 s · 5 users a worker`, as far as the figures are figures. */
export function loadSentence(form: {
  readonly users: string;
  readonly spawnRate: string;
  readonly workers: string;
}): string | undefined {
  const users = Number(form.users);
  const rate = Number(form.spawnRate);
  const workers = Number(form.workers);
  if (!(users > 0) || !(rate > 0) || !(workers > 0)) {
    return undefined;
  }
  const each = users / workers;
  const share = Number.isInteger(each)
    ? `${formatCount(each)} ${each === 1 ? 'user' : 'users'} a worker`
    : `${formatCount(Math.floor(each))} to ${formatCount(
        Math.ceil(each),
      )} users a worker`;
  const noun = users === 1 ? 'user' : 'users';
  return `${formatCount(users)} ${noun} after ${formatSpan(
    Math.max(1, Math.ceil(users / rate)),
  )} · ${share}`;
}
