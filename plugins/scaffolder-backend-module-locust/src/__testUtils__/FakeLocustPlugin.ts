import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type {
  InJson,
  Run,
  Test,
  TestDefinition,
} from 'backstage-plugin-locust-common';
import express, { type Request, type Response } from 'express';
import { aRun } from './aRun';

/** An answer in place of the usual one: a status, and what the interface says with it. */
interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** The interface of the load tests as far as the actions use it, without anything that runs. */
export class FakeLocustPlugin {
  /** Method and path of everything that came, and who asked. */
  readonly requests: { readonly what: string; readonly by: string }[] = [];
  /** Bodies by the idempotency key that they came with. */
  readonly made = new Map<string, TestDefinition | string>();
  /** What a run is at each look at it; the last stays. */
  course: Partial<InJson<Run>>[] = [{ phase: 'finished', verdict: 'none' }];
  /** Answered once each, before anything else is, to requests of this method and path. */
  readonly refusals = new Map<string, Refusal[]>();
  /** Problems of whatever is validated. */
  problems: { readonly field: string; readonly message: string }[] = [];
  #looks = 0;
  /** Runs that were asked to stop. */
  readonly stopped = new Set<string>();

  /** How many runs were started. */
  get runs(): readonly string[] {
    return [...this.made.keys()].filter(key => key.startsWith('POST /runs '));
  }

  refuse(what: string, ...refusals: Refusal[]): void {
    this.refusals.set(what, refusals);
  }

  /** As a plugin for a test backend. */
  get feature() {
    const routerFor = this.router.bind(this);
    return createBackendPlugin({
      pluginId: 'locust',
      register(env) {
        env.registerInit({
          deps: {
            httpAuth: coreServices.httpAuth,
            httpRouter: coreServices.httpRouter,
          },
          async init({ httpAuth, httpRouter }) {
            httpRouter.use(
              routerFor(async request => {
                const { principal } = await httpAuth.credentials(
                  request as never,
                  { allow: ['user', 'service'] },
                );
                return principal.type === 'user'
                  ? principal.userEntityRef
                  : principal.subject;
              }) as never,
            );
          },
        });
      },
    });
  }

  /** Its routes alone. */
  router(callerOf: (request: Request) => Promise<string>): express.Router {
    const router = express.Router();
    router.use(express.json());
    router.use(async (request, response, next) => {
      const what = `${request.method} ${request.path}`;
      this.requests.push({ what, by: await callerOf(request) });
      const refusal = this.refusals.get(what)?.shift();
      if (refusal) {
        answer(response, refusal);
      } else {
        next();
      }
    });
    router.post('/validate', (_, response) => {
      response.json({
        problems: this.problems,
        manifests: [{ kind: 'Locust', name: 'shop', yaml: '' }],
      });
    });
    router.post('/tests', (request, response) => {
      this.#make(request, request.body);
      const { name, entityRef, spec } = request.body as TestDefinition;
      const test: InJson<Test> = {
        ...{ id: 'the-test', generation: 1, cluster: 'local' },
        ...{ namespace: 'load', name, test: name, entityRef },
        schedule: spec.schedule,
        timeZone: spec.timeZone ?? 'UTC',
        suspended: false,
        phase: 'Scheduled',
        createdAt: '2026-01-31T12:00:00.000Z',
        nextRunsAt: ['2026-02-01T02:00:00.000Z'],
        lastRuns: [],
        spec,
      };
      response.status(201).json(test);
    });
    router.get('/tests/:id', (_, response) => {
      response.json({});
    });
    router.post('/tests/:id/trigger', (request, response) => {
      response.status(201).json(this.#start(request, request.params.id));
    });
    router.post('/runs', (request, response) => {
      response.status(201).json(this.#start(request, request.body));
    });
    router.get('/runs/:id', (request, response) => {
      const { id } = request.params;
      const look = this.stopped.has(id)
        ? { phase: 'stopped' as const }
        : this.course[Math.min(this.#looks++, this.course.length - 1)];
      const tell = () => response.json(aRun({ id, ...look }));
      // As the real one does, it keeps who waits until there is something new.
      if (request.query.wait === '0s' || isEnd(look.phase)) {
        tell();
      } else {
        setTimeout(tell, 20);
      }
    });
    router.post('/runs/:id/stop', (request, response) => {
      this.stopped.add(request.params.id);
      response
        .status(202)
        .json(aRun({ id: request.params.id, phase: 'stopping' }));
    });
    return router;
  }

  #start(request: Request, body: TestDefinition | string): InJson<Run> {
    const number = this.#make(request, body);
    return aRun({ id: `run${number}`.padEnd(26, '0'), phase: 'queued' });
  }

  #make(request: Request, body: TestDefinition | string): number {
    const key = `${request.method} ${request.path} ${request.header(
      'idempotency-key',
    )}`;
    if (!this.made.has(key)) {
      this.made.set(key, body);
      this.#looks = 0;
    }
    return [...this.made.keys()].indexOf(key) + 1;
  }
}

function isEnd(phase: Run['phase'] | undefined): boolean {
  return ['finished', 'stopped', 'error', 'skipped'].includes(phase ?? '');
}

function answer(response: Response, { status, message }: Refusal): void {
  response.status(status).json({
    error: { name: 'Error', message },
    response: { statusCode: status },
  });
}
