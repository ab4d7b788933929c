import type { ServerResponse } from 'node:http';
import { json, TestServer } from '../../kube/testing/TestServer';

const LOG_PATH = /\/namespaces\/shop\/pods\/([^/]+)\/log$/;

/** The log of one container: it is kept, given from `sinceTime` on, and misbehaves when it is told to. */
export class FakePodLog {
  lines: string[] = [];
  ended = false;
  /** Requests for the log, as `follow sinceTime`, or as `previous tailLines` for that of the instance before. */
  readonly requests: string[] = [];
  /** Taken one by one for the next requests; an empty list means to behave. */
  readonly troubles: ((
    response: ServerResponse,
    lines: readonly string[],
  ) => void)[] = [];
  private readonly followers = new Set<ServerResponse>();

  answer(response: ServerResponse, url: URL): void {
    const since = url.searchParams.get('sinceTime');
    this.requests.push(
      url.searchParams.get('previous') === 'true'
        ? `previous ${url.searchParams.get('tailLines')}`
        : `${url.searchParams.get('follow')} ${since ?? 'start'}`,
    );
    const lines = this.lines.filter(
      line =>
        !since ||
        Date.parse(line.slice(0, line.indexOf(' '))) >= Date.parse(since),
    );
    const trouble = this.troubles.shift();
    if (trouble) {
      trouble(response, lines);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write(lines.map(line => `${line}\n`).join(''));
    if (this.ended || url.searchParams.get('follow') !== 'true') {
      response.end();
      return;
    }
    this.followers.add(response);
    response.on('close', () => this.followers.delete(response));
  }

  say(...lines: readonly string[]): void {
    this.lines.push(...lines);
    this.followers.forEach(it =>
      it.write(lines.map(line => `${line}\n`).join('')),
    );
  }

  get following(): number {
    return this.followers.size;
  }

  /** The connection is lost, in the middle of a line if there is one to say. */
  cut(partOfNext = ''): void {
    this.followers.forEach(it => {
      it.write(partOfNext, () => it.socket?.destroy());
    });
  }

  end(): void {
    this.ended = true;
    this.followers.forEach(it => it.end());
  }
}

/** Plays the API server's and the kubelet's part in reading the logs of pods in the namespace `shop`. */
export class FakeKubelet {
  private readonly logs = new Map<string, FakePodLog>();

  constructor(server: TestServer) {
    server.answer = (response, request) => {
      const url = new URL(request.url, 'http://api');
      const log = this.logs.get(LOG_PATH.exec(url.pathname)?.[1] ?? '');
      if (log) {
        log.answer(response, url);
      } else {
        json(response, 404, { kind: 'Status', reason: 'NotFound', code: 404 });
      }
    };
  }

  /** The log of a pod, which is there from now on. */
  pod(name: string): FakePodLog {
    const log = this.logs.get(name) ?? new FakePodLog();
    this.logs.set(name, log);
    return log;
  }
}
