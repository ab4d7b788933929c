import { highestOf, meanOf } from './Samples';
import type { TimeLine } from './TimeLine';
import { samplesWithin, type TimeSpan } from './TimeSpan';

/** What a chart says to those who do not see it: the latest, the mean and the highest of each line in what is shown. */
export function describeLines(
  lines: readonly TimeLine[],
  span: TimeSpan,
  format: (value: number) => string,
): string {
  return lines
    .map(({ name, samples }) => {
      const shown = samplesWithin(samples, span);
      const highest = highestOf(shown);
      const mean = meanOf(shown);
      return highest === undefined || mean === undefined
        ? `${name}: no figures`
        : `${name}: latest ${format(
            shown.values[shown.values.length - 1],
          )}, on average ${format(mean)}, highest ${format(highest)}`;
    })
    .join('; ');
}
