import { useMemo, type ReactNode } from 'react';
import { useTheme } from '@material-ui/core/styles';
import { useTranslate } from '../translations/useTranslate';
import { overlayStyles, runLetter } from './overlayStyles';
import { toSamples } from './Samples';
import { TimeChart } from './TimeChart';
import type { TimeLine } from './TimeLine';
import { useChartsView } from './useChartsView';
import { ZoomControls } from './ZoomControls';

/** What the runs came to in the same stretch of their time, in their order; nothing where a run has no figure there. */
export interface OverlayRow {
  /** Since each run's own beginning. */
  readonly elapsedSeconds: number;
  readonly values: readonly (number | null | undefined)[];
}

/** A figure of several runs over the time since each began. */
export default function OverlayChart(props: {
  readonly heading: string;
  readonly subtitle: string;
  /** What the figure is called. */
  readonly title: string;
  readonly rows: readonly OverlayRow[];
  /** In the order of the runs. */
  readonly names: readonly string[];
  readonly format: (value: number) => string;
  readonly actions: ReactNode;
}) {
  const { rows, names, ...chart } = props;
  const t = useTranslate();
  const theme = useTheme();
  const view = useChartsView(rows[rows.length - 1]?.elapsedSeconds ?? 0);
  const lines = useMemo(() => {
    const styles = overlayStyles(theme, names.length);
    return names.map(
      (name, place): TimeLine => ({
        id: runLetter(place),
        letter: runLetter(place),
        name,
        ...styles[place],
        samples: toSamples(
          rows.map(({ elapsedSeconds, values }) => [
            elapsedSeconds,
            values[place],
          ]),
        ),
        kept: 'mean',
      }),
    );
  }, [rows, names, theme]);
  return (
    <TimeChart
      {...chart}
      lines={lines}
      view={view}
      height={260}
      emptyText={t('charts.noneOfRuns')}
      actions={
        <>
          {props.actions}
          <ZoomControls view={view} />
        </>
      }
    />
  );
}
