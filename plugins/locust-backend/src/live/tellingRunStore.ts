import type { RunPhase, Verdict } from 'backstage-plugin-locust-common';
import type { RunProgress, RunStart, RunStore } from '../runs/RunStore';

/** So many runs are remembered; of one that is forgotten a change may be told of once too often. */
const REMEMBERED = 1_000;

type Told = Pick<RunStore, 'begin' | 'progress' | 'delete' | 'get'>;

interface Standing {
  readonly entityRef: string | undefined;
  readonly phase?: RunPhase;
  readonly verdict?: Verdict;
}

/**
 * The same history, with `onChange` called when lists of runs are not what they were: a run has begun, moved to another
 * phase, was judged or deleted. Not for figures: those come every two seconds. It is told the run, too, if that is still there.
 */
export function tellingRunStore<T extends Told>(
  store: T,
  onChange: (entityRef: string | undefined, id?: string) => void,
): T {
  const standings = new Map<string, Standing>();
  const remember = (id: string, standing: Standing) => {
    standings.delete(id);
    standings.set(id, standing);
    if (standings.size > REMEMBERED) {
      standings.delete(standings.keys().next().value!);
    }
  };
  const entityOf = async (id: string): Promise<string | undefined> => {
    const known = standings.get(id);
    return known ? known.entityRef : (await store.get(id))?.entityRef;
  };

  const changes: Pick<RunStore, 'begin' | 'progress' | 'delete'> = {
    async begin(run: RunStart) {
      await store.begin(run);
      const known = standings.get(run.id);
      // Begun again and again, for begin() is an upsert; news the first time and when the entity becomes known.
      if (!known || (run.entityRef && !known.entityRef)) {
        remember(run.id, { ...known, entityRef: run.entityRef });
        onChange(run.entityRef, run.id);
      }
    },
    async progress(id: string, progress: RunProgress) {
      await store.progress(id, progress);
      const { phase, verdict } = progress;
      const known = standings.get(id);
      if (
        known?.phase === phase &&
        (verdict === undefined || known.verdict === verdict)
      ) {
        return;
      }
      const entityRef = await entityOf(id);
      remember(id, { entityRef, phase, verdict: verdict ?? known?.verdict });
      onChange(entityRef, id);
    },
    async delete(id: string) {
      const entityRef = await entityOf(id);
      await store.delete(id);
      standings.delete(id);
      onChange(entityRef);
    },
  };
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(changes, name)) {
        return changes[name as keyof typeof changes];
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
