import type { Request } from 'express';
import { NotFoundError } from '@backstage/errors';
import {
  type LocustEntityPermission,
  locustRunReadPermission,
  type Run,
} from 'backstage-plugin-locust-common';
import type { Authorizer } from '../policy/Authorizer';
import type { RunMarks } from '../runs/RunMarks';
import type { RunStore } from '../runs/RunStore';
import { markedRun } from './markedRun';
import type { Caller, RequestContext } from './RequestContext';

/** The runs that requests are about: found, held against what the caller may do, and shown with their marks. */
export class RunAccess {
  constructor(
    private readonly parts: {
      readonly store: Pick<RunStore, 'get'> & { readonly marks: RunMarks };
      readonly authorizer: Authorizer;
      readonly context: RequestContext;
    },
  ) {}

  /**
   * The run, if the caller may do this to it. A run of an entity that the caller may not see is refused, not hidden.
   *
   * @throws NotAllowedError naming the permission and the entity
   * @throws NotFoundError where there is no such run
   */
  async of(
    request: Request,
    id: string,
    permission: LocustEntityPermission,
  ): Promise<Run> {
    return this.ofCaller(
      await this.parts.context.caller(request),
      id,
      permission,
    );
  }

  /** As {@link RunAccess.of}, for a caller who is known. */
  async ofCaller(
    credentials: Caller,
    id: string,
    permission: LocustEntityPermission,
  ): Promise<Run> {
    const { store, authorizer } = this.parts;
    const run = await store.get(id);
    if (!run) {
      // Those who may see nothing are told that first, so that ids cannot be tried out.
      await authorizer.visible(
        credentials,
        locustRunReadPermission,
        async () => [],
      );
      throw noSuchRun(id);
    }
    await authorizer.require(credentials, permission, run.entityRef);
    return run;
  }

  /** A run as it is now, with its marks; undefined where it is not there any more. For those who were let see it. */
  async now(id: string): Promise<Run | undefined> {
    const run = await this.parts.store.get(id);
    return run && this.shown(run);
  }

  async shown(run: Run): Promise<Run> {
    return markedRun(run, await this.parts.store.marks.get(run.id));
  }

  /** Of a page, the marks read in one query. */
  async allShown(runs: readonly Run[]): Promise<Run[]> {
    if (runs.length === 0) {
      return [];
    }
    const marks = await this.parts.store.marks.ofRuns(runs.map(it => it.id));
    return runs.map(run => markedRun(run, marks.get(run.id)));
  }
}

/** For a run that is not there, or not there any more. */
export function noSuchRun(id: string): NotFoundError {
  return new NotFoundError(`There is no run ${id}; it may have been deleted`);
}
