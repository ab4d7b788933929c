import { LocustMetrics } from '../../metrics/LocustMetrics';
import { renderPrometheus } from '../../metrics/renderPrometheus';
import type { ClusterEngine } from '../ClusterEngine';
import { Clusters } from '../Clusters';
import { eventually } from '../testing/eventually';

/** A series of the text that Prometheus reads. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^(\w+)\{(.*)\} (\S+)$/;
const LABEL = /(\w+)="([^"]*)"/g;

/** What Prometheus reads of an engine. */
export class Scrape {
  private readonly metrics: LocustMetrics;

  constructor(engine: ClusterEngine) {
    this.metrics = new LocustMetrics(
      new Clusters([{ kind: 'engine', name: engine.name, engine }]),
      new Map(),
    );
  }

  /** The series of a family now. */
  of(family: string): readonly Series[] {
    return renderPrometheus(this.metrics.all())
      .split('\n')
      .flatMap(line => {
        const [, name, labels, value] = line.match(LINE) ?? [];
        return name === family
          ? [
              {
                name,
                labels: Object.fromEntries(
                  [...labels.matchAll(LABEL)].map(([, key, text]) => [
                    key,
                    text,
                  ]),
                ),
                value: Number(value),
              },
            ]
          : [];
      });
  }

  /** How much of a gauge there is in sum. */
  sum(family: string): number {
    return this.of(family).reduce((sum, { value }) => sum + value, 0);
  }

  /** The value that an enumeration has, where these labels are; undefined where it has no series. */
  stateOf(
    family: string,
    labels: Readonly<Record<string, string>>,
  ): string | undefined {
    return this.of(family).find(
      it =>
        it.value === 1 &&
        Object.entries(labels).every(([key, text]) => it.labels[key] === text),
    )?.labels[family];
  }

  async until(
    family: string,
    labels: Readonly<Record<string, string>>,
    state: string | undefined,
  ): Promise<void> {
    await eventually(
      `${family} of ${JSON.stringify(labels)} is ${state}`,
      () => this.stateOf(family, labels) === state,
    );
  }
}
