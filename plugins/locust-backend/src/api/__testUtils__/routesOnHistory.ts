import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Express } from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import type { RunProgress, RunStart } from '../../runs/RunStore';
import { DatabaseRunStore } from '../../history/DatabaseRunStore';
import { runStart } from '../../history/__testUtils__/runStart';
import type { RunLiveHub } from '../../live/RunLiveHub';
import type { RunEnds } from '../RunEnds';
import { routesOver } from './routesOver';

export const SHOP = 'component:default/shop';

/** An id as runs have them. */
export const runId = (name: string) => name.padEnd(26, '0');

/** The routes over a history that is empty before each test, and no cluster. */
export interface TestRoutes {
  readonly store: DatabaseRunStore;
  /** Who may do what; at first everybody everything. The entity is undefined for what is about none. */
  allow: (permission: string, entityRef: string | undefined) => boolean;
  /** What was written to the auditor: the event and how it ended. */
  readonly audit: string[];
  /** Of runs that are waited for. */
  readonly reads: string[];
  readonly ends: RunEnds;
  readonly live: RunLiveHub;
  readonly app: Express;
  /** Entities whose lists were told to have changed. */
  readonly changes: (string | undefined)[];
  /** By Ada, without the plugin's own part of the path. */
  call(method: 'get' | 'put' | 'post' | 'delete', path: string): request.Test;
  /** A run of the shop that has begun and, unless its phase says otherwise, ended. */
  run(
    id: string,
    start?: Partial<RunStart>,
    progress?: Partial<RunProgress>,
  ): Promise<string>;
}

// Creating a database takes its time where the machine is busy.
jest.setTimeout(60_000);

/** Declares tests of routes, in front of a real history on SQLite. */
export function describeRoutes(
  name: string,
  tests: (routes: TestRoutes) => void,
): void {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  describe(`${name}, in front of a history`, () => {
    const audit: string[] = [];
    const reads: string[] = [];
    const changes: (string | undefined)[] = [];
    let opened:
      | {
          readonly knex: Knex;
          readonly store: DatabaseRunStore;
          readonly app: Express;
          readonly ends: RunEnds;
          readonly live: RunLiveHub;
        }
      | undefined;
    const history = () => {
      if (!opened) {
        throw new Error('There is no database before the first test');
      }
      return opened;
    };
    const routes: TestRoutes = {
      get store() {
        return history().store;
      },
      get ends() {
        return history().ends;
      },
      get live() {
        return history().live;
      },
      get app() {
        return history().app;
      },
      allow: () => true,
      audit,
      reads,
      changes,
      call: (method, path) =>
        request(history().app)
          [method](path)
          .set(
            'authorization',
            mockCredentials.user.header('user:default/ada'),
          ),
      async run(id, start, progress) {
        await routes.store.begin(
          runStart({ id: runId(id), entityRef: SHOP, ...start }),
        );
        await routes.store.progress(runId(id), {
          phase: 'finished',
          ...progress,
        });
        return runId(id);
      },
    };

    let testsBefore = 0;
    beforeAll(async () => {
      const knex = await databases.init('SQLITE_3');
      const store = await DatabaseRunStore.create({
        database: mockServices.database({ knex }),
        // For each test it is a minute later, so that it is told nothing that was remembered in another.
        now: () => new Date(Date.now() + testsBefore * 60_000),
      });
      opened = {
        knex,
        store,
        ...(await routesOver(store, {
          permissions: permissionsOf(routes),
          auditor: mockServices.auditor.mock({
            createEvent: async ({ eventId }) => ({
              success: async () => {
                audit.push(`${eventId} succeeded`);
              },
              fail: async () => {
                audit.push(`${eventId} failed`);
              },
            }),
          }),
          onRead: id => reads.push(id),
          onChange: entityRef => changes.push(entityRef),
        })),
      };
    });

    beforeEach(async () => {
      testsBefore += 1;
      routes.allow = () => true;
      audit.length = 0;
      reads.length = 0;
      changes.length = 0;
      // Past the store, which remembers what was deleted.
      await history().knex('runs').delete();
    });

    tests(routes);
  });
}

function permissionsOf(routes: TestRoutes): PermissionsService {
  const decide = (permission: string, entityRef: string | undefined) => ({
    result: routes.allow(permission, entityRef)
      ? AuthorizeResult.ALLOW
      : AuthorizeResult.DENY,
  });
  return {
    authorize: async requests =>
      requests.map(it =>
        decide(
          it.permission.name,
          'resourceRef' in it ? it.resourceRef : undefined,
        ),
      ) as never,
    authorizeConditional: async requests =>
      requests.map(it => decide(it.permission.name, undefined)) as never,
  };
}
