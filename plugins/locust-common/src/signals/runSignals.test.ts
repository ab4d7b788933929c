import { runSignalSlot } from './runSignals';

describe('runSignalSlot', () => {
  it('is the same however the reference is written', () => {
    expect(runSignalSlot('Component:Default/Shop')).toBe(
      runSignalSlot('component:default/shop'),
    );
  });

  it('spreads entities evenly, so that a signal is for few and names none', () => {
    const counts = new Map<number, number>();
    for (let index = 0; index < 25_600; index++) {
      const slot = runSignalSlot(`component:default/service-${index}`);
      counts.set(slot, (counts.get(slot) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 256 }, (_, slot) => slot),
    );
    expect(Math.max(...counts.values())).toBeLessThan(200);
  });

  it('has a slot for what belongs to no entity', () => {
    expect(runSignalSlot(undefined)).toBe(runSignalSlot(undefined));
    expect(runSignalSlot(undefined)).toBeGreaterThanOrEqual(0);
  });
});
