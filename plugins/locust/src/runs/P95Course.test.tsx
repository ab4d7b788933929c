import { render, screen } from '@testing-library/react';
import { WithTexts } from '../__testUtils__/WithTexts';
import { coursePoints, P95Course } from './P95Course';

describe('the p95 of a run in a list', () => {
  it('goes over the whole width, the highest at the top and nothing at the bottom', () => {
    expect(coursePoints([0, 200, 100])).toBe('1.0,19.0 36.0,1.0 71.0,10.0');
  });

  it('says what it shows to those who do not see it', () => {
    render(
      <P95Course
        run={{
          test: 'checkout-peak',
          verdict: 'none',
          p95OverTime: [358, 1_240, 402],
        }}
      />,
      { wrapper: WithTexts },
    );
    expect(screen.getByRole('img')).toHaveAccessibleName(
      'p95 of checkout-peak over its time; from 358 ms to 402 ms; highest 1,240 ms',
    );
  });

  it.each([undefined, [358]])('is not drawn of %p', p95OverTime => {
    render(
      <P95Course run={{ test: 'smoke', verdict: 'none', p95OverTime }} />,
      { wrapper: WithTexts },
    );
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });
});
