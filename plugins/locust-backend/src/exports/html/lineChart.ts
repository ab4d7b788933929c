import { escapeMarkup } from '../escapeMarkup';
import { formatFigure } from './formatFigure';
import { niceTicks } from './niceTicks';

/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** One of the colours that the page's style has: `series-1` to `series-4`. */
  readonly color: 1 | 2 | 3 | 4;
  /** In the order of time. A y that is undefined breaks the line. */
  readonly points: readonly {
    readonly x: number;
    readonly y: number | undefined;
  }[];
}

const WIDTH = 560;
const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 28;

/** A chart over the seconds of a run as SVG, with its legend; without scripts, in the colours of the page's style. */
export function lineChart(options: {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly Series[];
}): string {
  const { title, unit } = options;
  const series = options.series.filter(one =>
    one.points.some(({ y }) => y !== undefined),
  );
  if (series.length === 0) {
    return `<figure><figcaption>${escapeMarkup(
      title,
    )}</figcaption><p class="none">No figures over time were kept.</p></figure>`;
  }
  const all = series.flatMap(one => one.points);
  const end = all.reduce((most, { x }) => Math.max(most, x), 1);
  const top = all.reduce((most, { y }) => Math.max(most, y ?? 0), 0);
  const ticks = niceTicks(top, 4);
  const highest = ticks[ticks.length - 1];
  const x = (value: number) =>
    round(LEFT + (value / end) * (WIDTH - LEFT - RIGHT));
  const y = (value: number) =>
    round(HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM));

  const grid = ticks
    .map(
      tick =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(
          tick,
        )}" y2="${y(tick)}"/><text class="tick" x="${LEFT - 6}" y="${
          y(tick) + 4
        }" text-anchor="end">${formatFigure(tick)}</text>`,
    )
    .join('');
  const seconds = niceTicks(end, 6)
    .filter(tick => tick <= end)
    .map(
      tick =>
        `<text class="tick" x="${x(tick)}" y="${
          HEIGHT - 8
        }" text-anchor="middle">${clock(tick)}</text>`,
    )
    .join('');
  const lines = series
    .map(
      one =>
        `<path class="line series-${one.color}" d="${pathOf(
          one,
          x,
          y,
        )}"><title>${escapeMarkup(one.name)}</title></path>`,
    )
    .join('');
  const legend = series
    .map(
      one =>
        `<li><span class="swatch series-${one.color}"></span>${escapeMarkup(
          one.name,
        )}</li>`,
    )
    .join('');
  const described = series
    .map(one => {
      const values = one.points.flatMap(({ y: value }) =>
        value === undefined ? [] : [value],
      );
      return `${one.name} up to ${formatFigure(
        values.reduce((most, value) => Math.max(most, value), 0),
      )}`;
    })
    .join(', ');
  return `<figure><figcaption>${escapeMarkup(title)}, ${escapeMarkup(
    unit,
  )}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(
    `${title} over ${clock(end)}: ${described} ${unit}`,
  )}">${grid}${seconds}${lines}</svg><ul class="legend">${legend}</ul></figure>`;
}

function pathOf(
  { points }: Series,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let drawing = false;
  return points
    .map(point => {
      if (point.y === undefined) {
        drawing = false;
        return '';
      }
      const command = drawing ? 'L' : 'M';
      drawing = true;
      return `${command}${x(point.x)} ${y(point.y)}`;
    })
    .join('');
}

/** Minutes and seconds, or hours, minutes and seconds. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(whole % 60)}`
    : `${minutes}:${pad(whole % 60)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
