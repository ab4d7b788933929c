import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  Freeze as ShownFreeze,
  NewFreeze as AskedFreeze,
} from 'backstage-plugin-locust-common';
import type { Freeze, NewFreeze } from '../freezes/Freeze';
import { audited } from './audited';
import type { LocustRouter, RouterParts } from './RouterParts';

/** `/freezes`: times in which nothing starts, and the emergency stop, which is one that stops what goes as well. */
export function addFreezeRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  const { authorizer, context, auditor, clock, freezes, clusters } = parts;
  const now = () => new Date(clock.wall());

  router.get('/freezes', async (request, response) => {
    const credentials = await context.caller(request as never);
    await authorizer.requireAdmin(credentials);
    response.json({
      items: freezes.book.current().map(it => shown(it, now())),
      clusters: clusters.all.map(it => it.name),
      mayDeclare: await authorizer.isAdminUpdater(credentials),
    });
  });

  router.post('/freezes', async (request, response) => {
    const demand = await context.demand(request as never);
    await authorizer.requireAdminUpdate(demand.credentials);
    const { requestedBy, idempotencyKey } = context.signature(demand);
    const known = clusters.all.map(it => it.name);
    const freeze = readFreeze(request.body, known, now(), requestedBy);
    const declared = await audited(
      auditor,
      demand,
      freeze.stopsRuns ? 'emergency-stop' : 'freeze-declare',
      {
        reason: freeze.reason,
        clusters: [...(freeze.clusters ?? [])],
        owners: [...(freeze.owners ?? [])],
      },
      async () => {
        const result = await freezes.declared.declare(
          freeze,
          now(),
          idempotencyKey && idOf(idempotencyKey),
        );
        if (!isSame(result, freeze)) {
          throw new ConflictError(
            'Idempotency-Key: this key has declared another freeze before; take a new key for a new freeze',
          );
        }
        await freezes.book.refresh();
        return result;
      },
    );
    response.status(201).json(shown(declared, now()));
  });

  router.delete('/freezes/:freezeId', async (request, response) => {
    const demand = await context.demand(request as never);
    await authorizer.requireAdminUpdate(demand.credentials);
    const { freezeId } = request.params;
    await audited(
      auditor,
      demand,
      'freeze-lift',
      { freeze: freezeId },
      async () => {
        if (
          freezes.book.current().some(it => it.id === freezeId && it.configured)
        ) {
          throw new InputError(
            `The freeze ${freezeId} is of the configuration (locust.freezes) and can only be taken out there`,
          );
        }
        const { requestedBy } = context.signature(demand);
        if (!(await freezes.declared.lift(freezeId, now(), requestedBy))) {
          throw new NotFoundError(
            `There is no freeze ${freezeId}, or it was lifted before`,
          );
        }
        await freezes.book.refresh();
      },
    );
    response.status(204).end();
  });
}

/** @throws InputError naming the field, what was refused and what would be accepted */
function readFreeze(
  asked: AskedFreeze,
  knownClusters: readonly string[],
  now: Date,
  declaredBy: string | undefined,
): NewFreeze {
  const reason = asked.reason.trim();
  if (reason === '') {
    throw new InputError(
      'reason: white space alone was refused; say what people whose runs wait are to read',
    );
  }
  const unknown = asked.clusters?.find(it => !knownClusters.includes(it));
  if (unknown !== undefined) {
    throw new InputError(
      `clusters: "${unknown}" was refused; configured are ${knownClusters
        .map(it => `"${it}"`)
        .join(', ')}`,
    );
  }
  const from = asked.from === undefined ? now : readMoment('from', asked.from);
  const until =
    asked.until === undefined ? undefined : readMoment('until', asked.until);
  const earliest = from > now ? from : now;
  if (until && until <= earliest) {
    throw new InputError(
      `until: ${until.toISOString()} was refused; it has to be after ${earliest.toISOString()}`,
    );
  }
  return {
    reason,
    from,
    ...(until && { until }),
    ...(asked.clusters && { clusters: asked.clusters }),
    ...(asked.owners && { owners: asked.owners.map(readOwner) }),
    stopsRuns: asked.stopsRuns ?? false,
    ...(declaredBy !== undefined && { declaredBy }),
  };
}

function readMoment(field: string, text: string | Date): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) {
    throw new InputError(
      `${field}: "${text}" was refused; write a moment as 2026-11-27T08:00:00Z`,
    );
  }
  return moment;
}

const ENTITY_REF = /^[a-z][a-z0-9-]*:[a-z0-9._-]+\/[a-z0-9._-]+$/;

function readOwner(text: string): string {
  const entityRef = completed(text);
  if (!ENTITY_REF.test(entityRef)) {
    throw new InputError(
      `owners: "${text}" was refused; write an entity reference such as group:default/shop`,
    );
  }
  return entityRef;
}

/** A name alone is meant as a group's. */
function completed(text: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(text.trim(), {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return text;
  }
}

/** Bound to the caller, as the key is. */
function idOf(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 36);
}

/** Apart from its times, which a request that is sent again may have taken from another clock. */
function isSame(declared: Freeze, asked: NewFreeze): boolean {
  const substance = ({ reason, clusters, owners, stopsRuns }: NewFreeze) => ({
    reason,
    clusters,
    owners,
    stopsRuns,
  });
  return isDeepStrictEqual(substance(declared), substance(asked));
}

function shown(freeze: Freeze, now: Date): ShownFreeze {
  const { clusters, namespaces, owners, ...rest } = freeze;
  return {
    ...rest,
    inForce: freeze.from <= now,
    ...(clusters && { clusters: [...clusters] }),
    ...(namespaces && { namespaces: [...namespaces] }),
    ...(owners && { owners: [...owners] }),
    from: freeze.from.toISOString() as never,
    until: freeze.until?.toISOString() as never,
  };
}
