import type { Theme } from '@material-ui/core/styles';
import type { Endpoint, Point } from 'backstage-plugin-locust-common';
import type { EndpointPoints } from '../live/useEndpointPoints';
import type { Translate } from '../translations/Translate';
import { endpointName } from './endpointChoice';
import { overlayStyles, runLetter } from './overlayStyles';
import { samplesOf, type PointField } from './Samples';
import { seriesColours } from './seriesColours';
import type { Kept } from './thinSamples';
import type { TimeLine } from './TimeLine';

/** A spike of these must not disappear among many points; of the others the mean says more. */
export function keptOf(field: PointField): Kept {
  return field === 'p95' || field === 'failuresPerSecond' ? 'highest' : 'mean';
}

/** The lines of a run as a whole: response times, throughput, users. */
export function wholeLines(
  theme: Theme,
  points: readonly Point[],
  t: Translate,
) {
  const colours = seriesColours(theme);
  const line = (
    field: PointField,
    name: string,
    style: Pick<TimeLine, 'colour' | 'dash'>,
  ): TimeLine => ({
    id: field,
    name,
    samples: samplesOf(points, field),
    kept: keptOf(field),
    ...style,
  });
  return {
    times: [
      line('p95', 'p95', { colour: colours.second }),
      line('median', t('charts.lines.median'), { colour: colours.first }),
      line('avg', t('charts.lines.average'), {
        colour: colours.quiet,
        dash: '5 4',
      }),
    ],
    throughput: [
      line('rps', t('charts.lines.requests'), { colour: colours.good }),
      line('failuresPerSecond', t('charts.lines.failures'), {
        colour: colours.bad,
        dash: '2 3',
      }),
    ],
    users: [line('users', t('charts.lines.users'), { colour: colours.first })],
  } as const;
}

/** One figure of all requests and of endpoints beside it, each with a letter of its own. */
export function endpointLines(
  theme: Theme,
  field: PointField,
  points: readonly Point[],
  endpoints: readonly Endpoint[],
  known: ReadonlyMap<string, EndpointPoints>,
  t: Translate,
): readonly TimeLine[] {
  const styles = overlayStyles(theme, endpoints.length);
  return [
    {
      id: 'all',
      name: t('charts.lines.all'),
      colour: theme.palette.text.secondary,
      samples: samplesOf(points, field),
      kept: keptOf(field),
    },
    ...endpoints.flatMap((endpoint, place): TimeLine[] => {
      const name = endpointName(endpoint);
      const own = known.get(name)?.points;
      return own
        ? [
            {
              id: name,
              name,
              letter: runLetter(place),
              ...styles[place],
              samples: samplesOf(own, field),
              kept: keptOf(field),
            },
          ]
        : [];
    }),
  ];
}
