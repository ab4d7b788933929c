import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { scaffolderLocustModule } from '../scaffolderLocustModule';
import type { FakeLocustPlugin } from './FakeLocustPlugin';

/** A task as the scaffolder tells of it. */
export interface ToldTask {
  readonly status: string;
  /** What its log says, a line each. */
  readonly log: readonly string[];
  readonly output?: Readonly<Record<string, unknown>>;
}

const SAM: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'sam', namespace: 'default' },
  spec: {},
};

/** Backstage's own scaffolder, with the module, over an interface of load tests that has nothing behind it. */
export class TestScaffolder {
  private constructor(private readonly backend: TestBackend) {}

  static async start(
    fake: FakeLocustPlugin,
    template: { readonly spec: object; readonly metadata: object },
  ): Promise<TestScaffolder> {
    return new TestScaffolder(
      await startTestBackend({
        features: [
          mockServices.rootConfig.factory({
            data: { app: { baseUrl: 'https://portal.example.com' } },
          }),
          createServiceFactory({
            service: catalogServiceRef,
            deps: {},
            factory: () =>
              catalogServiceMock({ entities: [template as never, SAM] }),
          }),
          scaffolderPlugin,
          scaffolderLocustModule,
          fake.feature,
        ],
      }),
    );
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }

  /** Begins a task of the template as Sam. */
  async begin(
    templateName: string,
    values: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const { id } = (await this.#call('POST', '/v2/tasks', {
      templateRef: `template:default/${templateName}`,
      values,
    })) as { readonly id: string };
    return id;
  }

  async cancel(taskId: string): Promise<void> {
    await this.#call('POST', `/v2/tasks/${taskId}/cancel`);
  }

  async retry(taskId: string): Promise<void> {
    await this.#call('POST', `/v2/tasks/${taskId}/retry`, {});
  }

  /** The task as it is now. */
  async task(taskId: string): Promise<ToldTask> {
    const { status } = (await this.#call('GET', `/v2/tasks/${taskId}`)) as {
      readonly status: string;
    };
    const events = (await this.#call(
      'GET',
      `/v2/tasks/${taskId}/events`,
    )) as readonly {
      readonly body: {
        readonly message: string;
        readonly output?: ToldTask['output'];
      };
    }[];
    return {
      status,
      log: events.map(({ body }) => body.message),
      output: events.find(({ body }) => body.output)?.body.output,
    };
  }

  /** The task once it is as asked. */
  async taskOnce(
    taskId: string,
    holds: (task: ToldTask) => boolean,
  ): Promise<ToldTask> {
    for (;;) {
      const task = await this.task(taskId);
      if (holds(task)) {
        return task;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const { server } = this.backend;
    const response = await fetch(
      `http://localhost:${server.port()}/api/scaffolder${path}`,
      {
        method,
        headers: {
          Authorization: mockCredentials.user.header('user:default/sam'),
          'Content-Type': 'application/json',
        },
        ...(body && { body: JSON.stringify(body) }),
      },
    );
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text ? JSON.parse(text) : undefined;
  }
}
