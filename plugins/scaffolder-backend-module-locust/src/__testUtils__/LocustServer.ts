import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { LocustCalls } from '../LocustCalls';
import { FakeLocustPlugin } from './FakeLocustPlugin';

/** A {@link FakeLocustPlugin} that listens, and calls to it. */
export class LocustServer {
  readonly fake = new FakeLocustPlugin();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<LocustServer> {
    const app = express();
    const started = new LocustServer(app.listen(0, '127.0.0.1'));
    const httpAuth = mockServices.httpAuth({ pluginId: 'locust' });
    app.use(
      '/api/locust',
      started.fake.router(async request => {
        const { principal } = await httpAuth.credentials(request as never, {
          allow: ['user', 'service'],
        });
        return principal.type === 'user'
          ? principal.userEntityRef
          : principal.subject;
      }),
    );
    await once(started.server, 'listening');
    return started;
  }

  calls(credentials: BackstageCredentials): LocustCalls {
    const { port } = this.server.address() as AddressInfo;
    return new LocustCalls({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: {
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
        getExternalBaseUrl: async () => '',
      },
      credentials,
    });
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
