import {
  type LocustActiveRun,
  locustSpecWarnings,
  nextScheduleTimes,
} from 'backstage-plugin-locust-common';
import { buildStatus, statusPatch } from './buildStatus';
import { kubeTime } from './kubeTime';
import {
  decodeLocust,
  isScheduled,
  type LocustObject,
  LOCUSTS,
  type RawLocust,
} from './LocustObject';
import { type Pass, asItWas } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';

/** Writes the status of a resource, where it has changed. */
export class StatusWriter {
  constructor(private readonly parts: ReconcilerParts) {}

  /** Writes the status that names runs about to begin, so that a crash from here on cannot begin them twice. */
  async announce(
    pass: Pass,
    beginning: readonly LocustActiveRun[],
  ): Promise<void> {
    await this.write(
      {
        ...pass,
        active: [
          ...pass.active,
          ...beginning.map(it => asItWas(pass.locust, it)),
        ],
      },
      written => {
        pass.locust = written;
      },
    );
  }

  /**
   * Only onto the version that the status was made from. The UID would not do to keep it off a resource of the same
   * name made since: for a status the API server takes over no metadata, and compares none but the version.
   *
   * @throws KubeApiError `conflict` where the resource has changed meanwhile
   */
  async write(
    pass: Pass,
    onWritten: (locust: LocustObject) => void = locust => {
      pass.locust = locust;
    },
  ): Promise<void> {
    const { client, view, expectations } = this.parts;
    const { locust, now } = pass;
    const status = buildStatus(
      locust,
      {
        problems: pass.problems,
        warnings: locustSpecWarnings(locust.writtenSpec),
        active: pass.active,
        ended: pass.ended,
        jobsThere: this.jobsThere(pass),
        endMessage: pass.endMessage,
        verdictMessage: pass.verdictMessage,
        degraded: pass.degraded,
        note: pass.note,
        lastScheduleTime: pass.lastScheduleTime,
        nextScheduleTime: nextTime(pass),
      },
      now,
    );
    const patch = statusPatch(locust.status, status);
    if (!patch) {
      return;
    }
    const { namespace, name, resourceVersion } = locust.metadata;
    const written = await client.mergePatch<RawLocust>(
      LOCUSTS,
      { namespace, name },
      { status: patch },
      { subresource: 'status', resourceVersion, signal: pass.signal },
    );
    expectations.written(pass.key, view.locusts, written);
    onWritten(decodeLocust(written));
  }

  private jobsThere({ locust }: Pass): ReadonlySet<string> {
    const { view } = this.parts;
    const schedule = view.cronJob(locust);
    return new Set(
      schedule ? view.jobsOf(schedule).map(it => it.metadata.name) : [],
    );
  }
}

function nextTime({ locust, problems, now }: Pass): string | undefined {
  const { spec } = locust;
  if (!isScheduled(locust) || spec.suspend || problems.length > 0) {
    return undefined;
  }
  const [next] = nextScheduleTimes(spec.schedule!, spec.timeZone, now, 1);
  return next && kubeTime(next);
}
