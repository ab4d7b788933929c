/** The viewer's own zone. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** IANA zones that this browser knows, UTC and the viewer's own among them. */
export function timeZones(): readonly string[] {
  const intl = Intl as typeof Intl & {
    supportedValuesOf?(key: 'timeZone'): string[];
  };
  const known = intl.supportedValuesOf?.('timeZone') ?? [];
  return [...new Set(['UTC', ownTimeZone(), ...known])];
}
