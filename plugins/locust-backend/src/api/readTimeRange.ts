import { InputError } from '@backstage/errors';

const MOMENT =
  /^\d{4}-\d{2}-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * When runs were created: from a moment on, and before another.
 *
 * @throws InputError naming the field and what would be accepted
 */
export function readTimeRange(query: {
  readonly from?: string;
  readonly to?: string;
}): { readonly createdFrom?: Date; readonly createdBefore?: Date } {
  const createdFrom = readMoment('from', query.from);
  const createdBefore = readMoment('to', query.to);
  if (createdFrom && createdBefore && createdFrom >= createdBefore) {
    throw new InputError(
      `to: "${query.to}" was refused; it has to be later than from, which is "${query.from}"`,
    );
  }
  return {
    ...(createdFrom && { createdFrom }),
    ...(createdBefore && { createdBefore }),
  };
}

function readMoment(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) {
    return undefined;
  }
  const day = MOMENT.exec(text)?.[1];
  const moment = new Date(text);
  // JavaScript takes the 30th of February for the 2nd of March.
  const isDay = new Date(text.slice(0, 10)).getUTCDate() === Number(day ?? NaN);
  if (!isDay || Number.isNaN(moment.getTime())) {
    throw new InputError(
      `${field}: "${text}" was refused; write a moment such as 2026-01-31T10:20:00Z (a "+" of a time zone as %2B), or a day such as 2026-01-31`,
    );
  }
  return moment;
}
