import { render, screen } from '@testing-library/react';
import { WithTexts } from '../__testUtils__/WithTexts';
import { Sparkline, sparkPoints, type SparkRun } from './Sparkline';

const aSpark = (p95: number | undefined, change: Partial<SparkRun> = {}) => ({
  runId: String(p95),
  phase: 'finished' as const,
  verdict: 'passed' as const,
  p95,
  ...change,
});

describe('the line of the last runs', () => {
  it('leaves out runs without a figure, and puts the slowest on top', () => {
    const points = sparkPoints([aSpark(100), aSpark(undefined), aSpark(200)]);
    expect(points.map(point => point.run.p95)).toEqual([100, 200]);
    expect(points[1].y).toBeLessThan(points[0].y);
    expect(points[1].x).toBeGreaterThan(points[0].x);
  });

  it('says what it shows to those who do not see it', () => {
    render(
      <Sparkline runs={[aSpark(358), aSpark(612, { verdict: 'failed' })]} />,
      { wrapper: WithTexts },
    );
    expect(screen.getByRole('img')).toHaveAccessibleName(
      'p95 of the last 2 runs, the oldest first; from 358 ms to 612 ms; highest 612 ms; 1 passed, 1 failed',
    );
  });

  it('is not drawn of a single run', () => {
    render(<Sparkline runs={[aSpark(358)]} />, { wrapper: WithTexts });
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });
});
