import { useEffect, useState } from 'react';

/** The time, renewed every `intervalMs`; stands still without an interval. */
export function useNow(intervalMs: number | undefined): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (intervalMs === undefined) {
      return undefined;
    }
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
