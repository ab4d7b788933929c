import type { MetricFamily } from './MetricFamily';

/** What a scrape is answered with. */
export const PROMETHEUS_CONTENT_TYPE =
  'text/plain; version=0.0.4; charset=utf-8';

/**
 * Writes metrics in Prometheus' text exposition format, version 0.0.4. A family without series is announced all the
 * same, so that one can tell "nothing there" from "not known".
 */
export function renderPrometheus(families: readonly MetricFamily[]): string {
  const lines: string[] = [];
  for (const family of families) {
    const { name } = family;
    lines.push(`# HELP ${name} ${escapeHelp(family.help)}`);
    lines.push(`# TYPE ${name} ${family.type}`);
    if (family.type === 'histogram') {
      for (const { labels, buckets, counts, count, sum } of family.samples) {
        buckets.forEach((bound, index) =>
          lines.push(
            line(
              `${name}_bucket`,
              { ...labels, le: number(bound) },
              counts[index],
            ),
          ),
        );
        lines.push(line(`${name}_bucket`, { ...labels, le: '+Inf' }, count));
        lines.push(line(`${name}_sum`, labels, sum));
        lines.push(line(`${name}_count`, labels, count));
      }
    } else {
      for (const { labels, value } of family.samples) {
        lines.push(line(name, labels, value));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function line(
  name: string,
  labels: Readonly<Record<string, string>>,
  value: number,
): string {
  const pairs = Object.entries(labels).map(
    ([label, text]) => `${label}="${escapeLabel(text)}"`,
  );
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${number(
    value,
  )}`;
}

function number(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) {
    return String(value);
  }
  return value > 0 ? '+Inf' : '-Inf';
}

function escapeLabel(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}

function escapeHelp(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
}
