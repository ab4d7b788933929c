import { KubeApiError, RequestIntent } from '../KubeApiError';
import { ByteStream, KubeRequest, Transport } from '../transport/Transport';
import { FakeCluster } from './FakeCluster';

/** A stream that goes on until it is cut or nobody reads it any more. */
class FakeStream implements ByteStream {
  /** So that nobody asks whether it is alive. */
  readonly pinged = true;
  private readonly lines: string[] = [];
  private failure: KubeApiError | undefined;
  private wake = () => {};
  onEnd = () => {};

  say(line: string): void {
    this.lines.push(line);
    this.wake();
  }

  cut(failure: KubeApiError): void {
    this.failure = failure;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        for (let line = this.lines.shift(); line; line = this.lines.shift()) {
          yield Buffer.from(line);
        }
        if (this.failure) {
          throw this.failure;
        }
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      }
    } finally {
      this.onEnd();
    }
  }
}

/** The road to a {@link FakeCluster} within the process: nothing takes time, so a clock that stands still is enough. */
export class FakeTransport implements Transport {
  readonly server = 'https://fake';
  /** As `GET /path`. */
  readonly requests: string[] = [];
  private readonly streams = new Set<{
    readonly stream: FakeStream;
    readonly intent: RequestIntent;
  }>();
  private down = false;

  constructor(private readonly cluster: FakeCluster) {}

  /** Nothing gets through any more, and what was open breaks off. */
  cut(): void {
    this.down = true;
    for (const { stream, intent } of this.streams) {
      stream.cut(unreachable(intent));
    }
  }

  restore(): void {
    this.down = false;
  }

  async request<T>(request: KubeRequest): Promise<T> {
    const intent = this.begin(request);
    const { code, body } = this.cluster.answer(
      request.method,
      request.path,
      request.body && JSON.parse(JSON.stringify(request.body)),
    );
    if (code >= 300) {
      throw KubeApiError.fromStatus(intent, code, body);
    }
    return JSON.parse(JSON.stringify(body)) as T;
  }

  async stream(request: KubeRequest): Promise<ByteStream> {
    const intent = this.begin(request);
    const stream = new FakeStream();
    const open = { stream, intent };
    this.streams.add(open);
    const end = this.cluster.watch(
      request.path,
      request.query?.sendInitialEvents === true
        ? 'all'
        : Number(request.query?.resourceVersion),
      line => stream.say(line),
    );
    stream.onEnd = () => {
      end();
      this.streams.delete(open);
    };
    request.signal?.addEventListener('abort', () =>
      stream.cut(new KubeApiError({ failure: 'aborted', intent })),
    );
    return stream;
  }

  async close(): Promise<void> {
    this.cut();
  }

  private begin(request: KubeRequest): RequestIntent {
    this.requests.push(`${request.method} ${request.path}`);
    const intent = request.intent ?? { verb: 'get', resource: request.path };
    if (request.signal?.aborted) {
      throw new KubeApiError({ failure: 'aborted', intent });
    }
    if (this.down) {
      throw unreachable(intent);
    }
    return intent;
  }
}

function unreachable(intent: RequestIntent): KubeApiError {
  return new KubeApiError({ failure: 'unreachable', intent });
}
