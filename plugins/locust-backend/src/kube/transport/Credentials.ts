import { KubeConfig } from '@kubernetes/client-node';
import { createHash } from 'node:crypto';
import { RequestOptions } from 'node:https';
import { ConnectionOptions } from 'node:tls';
import { Clock } from '../Clock';

/** How one cluster is spoken to right now: resolved, so that using it costs no file read and no process. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: ConnectionOptions;
  /** Same fingerprint, same TLS identity: connections may be kept. Tokens travel in headers and do not count. */
  readonly tlsFingerprint: string;
}

/** Shorter than FileAuth's own minute, so that a rotated CA or client certificate is found soon. */
const MAX_AGE_MS = 10_000;

/** An exec plugin that asks a cloud for a token takes a second or two; one that hangs is given up. */
const LONGEST_READING_MS = 30_000;

/**
 * Reads credentials out of a kubeconfig: certificates, token files, exec plugins, OIDC, whatever client-node's
 * authenticators know. Concurrent callers share one reading, so an exec plugin is started once and not per request.
 */
export class CredentialSource {
  private kubeConfig: KubeConfig;
  /** What it said when it was read: authenticators write into it. */
  private content: string;
  private held:
    | { readonly credentials: Credentials; readonly at: number }
    | undefined;
  private reading: Promise<Credentials> | undefined;

  constructor(
    kubeConfig: KubeConfig,
    private readonly clock: Clock,
    /** Reads the kubeconfig again from where it came from, so that a token replaced in the file is found. */
    private readonly reload: () => KubeConfig = () => kubeConfig,
  ) {
    this.kubeConfig = withoutCaches(kubeConfig);
    this.content = contentOf(kubeConfig);
  }

  /** The address of the current context's API server, without a slash at its end. */
  get server(): string {
    const server = this.kubeConfig.getCurrentCluster()?.server;
    if (!server) {
      throw new Error('The kubeconfig has no cluster for its current context');
    }
    return server.replace(/\/+$/, '');
  }

  /** The proxy that the kubeconfig names for this cluster, if any. */
  get proxyUrl(): string | undefined {
    return this.kubeConfig.getCurrentCluster()?.proxyUrl;
  }

  async current(): Promise<Credentials> {
    const { held } = this;
    if (held && this.clock.monotonic() - held.at < MAX_AGE_MS) {
      return held.credentials;
    }
    if (held) {
      this.takeOverChanges();
    }
    try {
      return await this.read();
    } catch (error) {
      if (held && this.held === held) {
        // A file that is just being replaced, a cloud that is down for a moment: the server says whether they still do.
        return held.credentials;
      }
      throw error;
    }
  }

  /**
   * Credentials other than the ones the server has just refused: everything cached on the way is dropped. When
   * somebody else has renewed them meanwhile, those are returned.
   */
  async renew(refused: Credentials): Promise<Credentials> {
    if (this.held && this.held.credentials !== refused) {
      return this.held.credentials;
    }
    if (!this.reading) {
      this.held = undefined;
      this.use(this.reload());
    }
    return this.read();
  }

  /**
   * A kubeconfig may be replaced by one with another certificate authority, which no answer of a server would ever
   * tell: nothing answers that is not trusted. One that says the same keeps its authenticators and what they hold.
   */
  private takeOverChanges(): void {
    if (this.reading) {
      return;
    }
    try {
      const current = this.reload();
      if (contentOf(current) !== this.content) {
        this.use(current);
      }
    } catch {
      // Half written, or away for a moment: what is held is as good as before.
    }
  }

  private use(kubeConfig: KubeConfig): void {
    this.kubeConfig = withoutCaches(kubeConfig);
    this.content = contentOf(kubeConfig);
  }

  private read(): Promise<Credentials> {
    this.reading ??= this.inTime(resolve(this.kubeConfig))
      .then(credentials => {
        this.held = { credentials, at: this.clock.monotonic() };
        return credentials;
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }

  private inTime(reading: Promise<Credentials>): Promise<Credentials> {
    return new Promise((done, fail) => {
      const timer = this.clock.setTimer(
        () => fail(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })),
        LONGEST_READING_MS,
      );
      reading.then(done, fail).finally(() => timer.cancel());
    });
  }
}

function contentOf(kubeConfig: KubeConfig): string {
  return JSON.stringify([
    kubeConfig.getCurrentCluster(),
    kubeConfig.getCurrentUser(),
  ]);
}

/**
 * The same configuration with fresh authenticators. client-node's keep a token file for a minute and an exec
 * plugin's answer until it expires; after a 401 both may be wrong and there is no way to tell them.
 */
function withoutCaches(source: KubeConfig): KubeConfig {
  const cluster = source.getCurrentCluster();
  if (!cluster) {
    throw new Error('The kubeconfig has no cluster for its current context');
  }
  const copy = new KubeConfig();
  // Without a user client-node would leave out the CA too.
  copy.loadFromClusterAndUser(
    cluster,
    source.getCurrentUser() ?? { name: 'anonymous' },
  );
  return copy;
}

async function resolve(kubeConfig: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  await kubeConfig.applyToHTTPSOptions(options);

  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    // A token file usually ends in a newline, which is not allowed in a header.
    headers[name.toLowerCase()] = String(value).trim();
  }
  if (options.auth) {
    headers.authorization = `Basic ${Buffer.from(options.auth).toString(
      'base64',
    )}`;
  }
  const tls: ConnectionOptions = {};
  const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } =
    options;
  if (ca !== undefined) tls.ca = ca;
  if (cert !== undefined) tls.cert = cert;
  if (key !== undefined) tls.key = key;
  if (pfx !== undefined) tls.pfx = pfx;
  if (passphrase !== undefined) tls.passphrase = passphrase;
  if (servername !== undefined) tls.servername = servername;
  if (rejectUnauthorized !== undefined)
    tls.rejectUnauthorized = rejectUnauthorized;

  const hash = createHash('sha256');
  for (const [name, value] of Object.entries(tls)) {
    hash.update(`${name}\0${String(value)}\0`);
  }
  return { headers, tls, tlsFingerprint: hash.digest('hex') };
}
