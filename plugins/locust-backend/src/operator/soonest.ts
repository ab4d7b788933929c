/** The earliest of several times to look again; undefined: none is asked for. */
export function soonest(
  ...times: readonly (number | undefined)[]
): number | undefined {
  const due = times.filter((time): time is number => time !== undefined);
  return due.length > 0 ? Math.min(...due) : undefined;
}
