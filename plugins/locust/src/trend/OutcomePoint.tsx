import { useTheme } from '@material-ui/core/styles';
import type { TestTrendRun } from 'backstage-plugin-locust-common';
import { seriesColours } from '../charts/seriesColours';

/** A run in a drawing: what came of it in shape and colour. A regression has a ring around it. */
export function OutcomePoint(props: {
  readonly x: number;
  readonly y: number;
  readonly run: Pick<TestTrendRun, 'phase' | 'verdict'>;
  readonly regression?: boolean;
  /** Half of the width, in pixels. */
  readonly size?: number;
}) {
  const { x, y, run, regression, size = 5 } = props;
  const theme = useTheme();
  const colours = seriesColours(theme);
  const paper = theme.palette.background.paper;
  const ring = regression && (
    <circle
      cx={x}
      cy={y}
      r={size + 4}
      fill="none"
      stroke={colours.bad}
      strokeWidth={1.5}
    />
  );
  if (run.phase !== 'finished') {
    return (
      <rect
        x={x - size + 1}
        y={y - size + 1}
        width={2 * size - 2}
        height={2 * size - 2}
        fill={paper}
        stroke={colours.quiet}
        strokeWidth={2}
      />
    );
  }
  switch (run.verdict) {
    case 'passed':
      return (
        <g>
          <circle cx={x} cy={y} r={size} fill={colours.good} />
          {ring}
        </g>
      );
    case 'failed':
      return (
        <g>
          <path
            d={`M${x} ${y - size - 1}L${x + size + 1} ${y}L${x} ${
              y + size + 1
            }L${x - size - 1} ${y}Z`}
            fill={colours.bad}
          />
          {ring}
        </g>
      );
    default:
      return (
        <g>
          <circle
            cx={x}
            cy={y}
            r={size - 1}
            fill={paper}
            stroke={colours.first}
            strokeWidth={2}
          />
          {ring}
        </g>
      );
  }
}
