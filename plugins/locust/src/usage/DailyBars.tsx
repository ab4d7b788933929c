import { useTheme } from '@material-ui/core/styles';
import { seriesColours } from '../charts/seriesColours';

const WIDTH = 160;
const HEIGHT = 24;

/** A bar for each day, the highest as high as the box. */
export function DailyBars(props: {
  readonly values: readonly number[];
  /** What the highest bar of all that stand together is. */
  readonly most: number;
  /** What they say to those who do not see them. */
  readonly label: string;
}) {
  const { values, most, label } = props;
  const colour = seriesColours(useTheme()).first;
  const step = WIDTH / Math.max(values.length, 1);
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      {values.map((value, place) => {
        // A day with little is not one with nothing.
        const height = value > 0 ? Math.max((value / most) * HEIGHT, 1.5) : 0;
        return (
          <rect
            // eslint-disable-next-line react/no-array-index-key -- the days are their places
            key={place}
            x={place * step}
            y={HEIGHT - height}
            width={Math.max(step - 1, 0.5)}
            height={height}
            fill={colour}
          />
        );
      })}
    </svg>
  );
}
