import type { ServerResponse } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { FakeCluster } from './FakeCluster';
import { json, ReceivedRequest, selfSigned, TestServer } from './TestServer';

/** A {@link FakeCluster} behind HTTPS, which knows what it was asked. */
export class FakeApiServer {
  readonly cluster = new FakeCluster();
  /** Answers in place of the cluster where it returns true. */
  instead: (response: ServerResponse, request: ReceivedRequest) => boolean =
    () => false;

  private constructor(
    private readonly server: TestServer,
    private readonly certificate: string,
  ) {
    server.answer = (response, request) => {
      if (!this.instead(response, request)) {
        this.answer(response, request);
      }
    };
  }

  static async start(): Promise<FakeApiServer> {
    const tls = selfSigned();
    return new FakeApiServer(await TestServer.start(tls), tls.cert);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Everything that was asked of it. */
  get requests(): readonly ReceivedRequest[] {
    return this.server.requests;
  }

  /** What was to be changed, as `POST /path`. */
  get writes(): readonly string[] {
    return this.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, url }) => `${method} ${url.replace(/\?.*$/, '')}`);
  }

  /** Everything that was asked, and every object. */
  forget(): void {
    this.server.requests.length = 0;
    for (const path of this.cluster.objects.keys()) {
      this.cluster.remove(path);
    }
  }

  kubeConfig(token: string): KubeConfig {
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      {
        name: 'fake',
        server: `https://127.0.0.1:${this.server.port}`,
        skipTLSVerify: false,
        caData: Buffer.from(this.certificate).toString('base64'),
      },
      { name: 'engine', token },
    );
    return config;
  }

  private answer(
    response: ServerResponse,
    { method, url, body }: ReceivedRequest,
  ): void {
    // Not through URL, which would resolve what climbs.
    const [path, query] = url.split('?');
    const parameters = new URLSearchParams(query);
    if (parameters.get('watch') === 'true') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      const end = this.cluster.watch(
        path,
        parameters.get('sendInitialEvents') === 'true'
          ? 'all'
          : Number(parameters.get('resourceVersion')),
        line => response.write(line),
      );
      response.on('close', end);
      return;
    }
    const { code, body: answer } = this.cluster.answer(
      method,
      path,
      body === '' ? undefined : JSON.parse(body),
    );
    json(response, code, answer);
  }
}
