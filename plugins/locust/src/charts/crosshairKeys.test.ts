import { crosshairStep } from './crosshairKeys';

const MOMENTS = Float64Array.from({ length: 51 }, (_, place) => place * 2);
const press = (
  key: string,
  state: Parameters<typeof crosshairStep>[2] = {},
  { shift = false, isZoomed = false } = {},
) => crosshairStep(key, shift, state, MOMENTS, isZoomed);

describe('the keys of a chart', () => {
  it.each([
    ['ArrowRight', undefined, 0],
    ['ArrowLeft', undefined, 100],
    ['ArrowRight', 40, 42],
    ['ArrowUp', 40, 42],
    ['ArrowLeft', 40, 38],
    ['ArrowDown', 40, 38],
    ['PageUp', 40, 50],
    ['PageDown', 40, 30],
    ['Home', 40, 0],
    ['End', 40, 100],
    ['ArrowRight', 100, 100],
    ['ArrowLeft', 0, 0],
    ['PageUp', 96, 100],
  ])('%s at %s goes to %d', (key, seconds, to) => {
    expect(press(key, { seconds })).toEqual({
      does: 'move',
      to: { seconds: to },
    });
  });

  it('with Shift choose a stretch from where one was, in both directions', () => {
    const first = press('ArrowRight', { seconds: 40 }, { shift: true });
    expect(first).toEqual({
      does: 'move',
      to: { seconds: 42, chosen: { from: 40, to: 42 } },
    });
    const state = { seconds: 42, chosen: { from: 40, to: 42 } };
    expect(press('Home', state, { shift: true })).toEqual({
      does: 'move',
      to: { seconds: 0, chosen: { from: 40, to: 0 } },
    });
  });

  it('give the choice up when one moves on without Shift', () => {
    expect(
      press('ArrowRight', { seconds: 42, chosen: { from: 40, to: 42 } }),
    ).toEqual({ does: 'move', to: { seconds: 44 } });
  });

  it('show what was chosen, and do nothing without a choice', () => {
    const chosen = { from: 40, to: 60 };
    expect(press('Enter', { seconds: 60, chosen })).toEqual({
      does: 'show',
      span: chosen,
    });
    expect(press('Enter', { seconds: 60 })).toEqual({ does: 'nothing' });
  });

  it('take back what was last done, one after the other', () => {
    const chosen = { from: 40, to: 60 };
    expect(press('Escape', { seconds: 60, chosen })).toEqual({
      does: 'move',
      to: { seconds: 60 },
    });
    expect(press('Escape', { seconds: 60 }, { isZoomed: true })).toEqual({
      does: 'showAll',
    });
    expect(press('Escape', { seconds: 60 })).toEqual({ does: 'move', to: {} });
    expect(press('Escape')).toEqual({ does: 'nothing' });
  });

  it('zoom in and out, out only where there is more', () => {
    expect(press('+')).toEqual({ does: 'zoomIn' });
    expect(press('-')).toEqual({ does: 'nothing' });
    expect(press('-', {}, { isZoomed: true })).toEqual({ does: 'zoomOut' });
  });

  it('leave all others to the page', () => {
    expect(press('Tab')).toEqual({ does: 'nothing' });
    expect(
      crosshairStep('ArrowLeft', false, {}, new Float64Array(), false),
    ).toEqual({ does: 'nothing' });
  });
});
