const RealDate = Date;
let offset = 0;

/** The wall clock as a process sees it whose host's clock is wrong by so much, from now on. */
export function shiftClock(offsetMs: number): void {
  offset = offsetMs;
}

/** Puts the shifted wall clock in the place of the real one. */
export function installShiftedClock(): void {
  const Shifted = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      args.length === 0
        ? Reflect.construct(target, [target.now() + offset], newTarget)
        : Reflect.construct(target, args, newTarget),
    get: (target, property, receiver) =>
      property === 'now'
        ? () => target.now() + offset
        : Reflect.get(target, property, receiver),
  });
  globalThis.Date = Shifted;
}
