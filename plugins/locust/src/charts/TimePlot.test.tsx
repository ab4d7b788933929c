import { act, render } from '@testing-library/react';
import { WithTexts } from '../__testUtils__/WithTexts';
import { Crosshair } from './Crosshair';
import type { ChartsView } from './ChartsView';
import { toSamples } from './Samples';
import type { TimeLine } from './TimeLine';
import { TimePlot } from './TimePlot';

const mockDrawn = jest.fn();
jest.mock('recharts', () => ({
  ...jest.requireActual('recharts'),
  ResponsiveContainer: ({ children }: { children: React.ReactNode }) =>
    children,
  LineChart: () => {
    mockDrawn();
    return null;
  },
}));

const line = (id: string): TimeLine => ({
  id,
  name: id,
  colour: 'rgb(0, 0, 0)',
  kept: 'mean',
  samples: toSamples(
    Array.from({ length: 100 }, (_, second) => [second, second]),
  ),
});
const span = { from: 0, to: 99 };
const view: ChartsView = {
  whole: span,
  span,
  isZoomed: false,
  show: () => {},
  crosshair: new Crosshair(),
};
const format = String;

beforeEach(() => mockDrawn.mockClear());

describe('lines', () => {
  const lines = [line('one'), line('two')];
  const plot = (more: Partial<Parameters<typeof TimePlot>[0]> = {}) => (
    <TimePlot
      title="Response times"
      lines={lines}
      view={view}
      format={format}
      height={200}
      emptyText=""
      {...more}
    />
  );

  it('are not drawn again while the crosshair moves', () => {
    const { container } = render(plot(), { wrapper: WithTexts });
    expect(mockDrawn).toHaveBeenCalledTimes(1);
    for (let seconds = 0; seconds < 50; seconds++) {
      act(() => view.crosshair.set({ seconds }));
    }
    expect(container.querySelector('[role=slider]')).toHaveAttribute(
      'aria-valuetext',
      '0:49, one 49, two 49',
    );
    expect(mockDrawn).toHaveBeenCalledTimes(1);
  });

  it('are not drawn again for what happened, or where nothing has changed', () => {
    const { rerender } = render(plot(), { wrapper: WithTexts });
    rerender(plot());
    rerender(
      plot({
        markers: [{ kind: 'users', seconds: 40, word: 'all', text: 'All.' }],
      }),
    );
    expect(mockDrawn).toHaveBeenCalledTimes(1);
  });

  it('are drawn again when there is something new', () => {
    const { rerender } = render(plot(), { wrapper: WithTexts });
    rerender(plot({ lines: [line('one')] }));
    expect(mockDrawn).toHaveBeenCalledTimes(2);
  });
});
