import type { Translate } from '../translations/Translate';
import { highestOf, meanOf } from './Samples';
import type { TimeLine } from './TimeLine';
import { samplesWithin, type TimeSpan } from './TimeSpan';

/** What a chart says to those who do not see it: the latest, the mean and the highest of each line in what is shown. */
export function describeLines(
  lines: readonly TimeLine[],
  span: TimeSpan,
  format: (value: number) => string,
  t: Translate,
): string {
  return lines
    .map(({ name, samples }) => {
      const shown = samplesWithin(samples, span);
      const highest = highestOf(shown);
      const mean = meanOf(shown);
      return highest === undefined || mean === undefined
        ? t('charts.lines.noFigures', { line: name })
        : t('charts.lines.summary', {
            line: name,
            latest: format(shown.values[shown.values.length - 1]),
            mean: format(mean),
            highest: format(highest),
          });
    })
    .join('; ');
}
