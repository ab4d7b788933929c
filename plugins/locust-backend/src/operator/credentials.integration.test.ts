import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKubeConfig } from '../config/loadKubeConfig';
import type { ClusterConfig } from '../config/ClusterConfig';
import { isFailure } from '../kube/KubeApiError';
import { JOBS, NAMESPACES } from '../kube/ResourceTypes';
import { KubeClient } from '../kube/client/KubeClient';
import { createTransport } from '../kube/transport/Transport';
import type { ClusterEngine } from './ClusterEngine';
import { eventually } from './testing/eventually';
import { ServiceAccount } from './testing/ServiceAccount';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(240_000);

/** Of a key that nobody has: the API server's certificate cannot be verified against it. */
const OTHER_CA = `-----BEGIN CERTIFICATE-----
MIIBfDCCASGgAwIBAgIUY7z8os0/071u8ZQyTAa/osBbu64wCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHYW5vdGhlcjAgFw0yNjExMjIxNzQwMjdaGA8yMTI2MTAyOTE3
NDAyN1owEjEQMA4GA1UEAwwHYW5vdGhlcjBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABI0muX7qKiCJM4WyYdr36vHQ8V4MCscXZMKLXHPx+MKZYiU9F3iN96pZMr7R
kYfCPaeuur6CuJ/+a+ZtIKE+0/KjUzBRMB0GA1UdDgQWBBSS1PfuEdt3cZ5xQCQq
9Wu+TCRWPjAfBgNVHSMEGDAWgBSS1PfuEdt3cZ5xQCQq9Wu+TCRWPjAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQC107JRFvhIMToSCbBGi0MBntjI
g8VEWiNL23Di2SrO9wIhALpopzJM614nKzXqDI1twbUji9HZmZXqCSXt/fNulZOC
-----END CERTIFICATE-----
`;

describe('credentials that change while the engine runs', () => {
  let place: TestNamespace;
  let account: ServiceAccount;
  let folder: string;

  beforeEach(async () => {
    place = await TestNamespace.create();
    account = await ServiceAccount.create(place, 'backstage');
    await account.grantNamespaced();
    folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  });

  afterEach(async () => {
    await place.dispose();
    await rm(folder, { recursive: true });
  });

  /** As Kubernetes replaces what it mounts: in one step. */
  async function replace(file: string, text: string) {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  }

  const startEngine = (access: ClusterConfig['access']) => {
    const cluster = { name: 'test', access };
    return place.startEngine(
      {},
      {
        transport: createTransport({
          kubeConfig: loadKubeConfig(cluster),
          reload: () => loadKubeConfig(cluster),
        }),
      },
    );
  };

  /** The API server remembers for some seconds that a token was good. */
  async function refused(token: string) {
    const transport = createTransport({
      kubeConfig: account.kubeConfig(token),
    });
    const client = new KubeClient(transport);
    await eventually('the old token is refused', async () => {
      try {
        await client.get(NAMESPACES, { name: 'kube-system' });
        return false;
      } catch (error) {
        return isFailure(error, 'unauthorized');
      }
    });
    await transport.close();
  }

  /** A run that began with the old credentials ends with the new ones, and another is begun with them. */
  async function losesNothing(engine: ClusterEngine, job: string) {
    await place.apply('after', {});
    await place.there(JOBS, 'job-after');
    await place.end('job-before');
    const { lastRuns } = await place.inPhase('before', 'Finished');
    expect(lastRuns).toHaveLength(1);
    expect((await place.there(JOBS, 'job-before')).metadata.uid).toBe(job);
    return engine.health().state;
  }

  async function beginRun(): Promise<string> {
    await place.apply('before', {});
    const { metadata } = await place.there(JOBS, 'job-before');
    await place.begin('job-before');
    return metadata.uid;
  }

  const server = () => place.kubeConfig.getCurrentCluster()!;

  it('a token file that is replaced, and the old token refused: nothing is lost', async () => {
    const tokenFile = join(folder, 'token');
    const old = await account.token();
    await writeFile(tokenFile, `${old.token}\n`);
    const engine = await startEngine({
      kind: 'url',
      url: server().server,
      tokenFile,
      caFile: server().caFile,
      caData: server().caData,
    });
    const job = await beginRun();

    await replace(tokenFile, `${(await account.token()).token}\n`);
    await old.revoke();
    await refused(old.token);
    expect(await losesNothing(engine, job)).toBe('healthy');
  });

  it('a kubeconfig that is replaced, and the old token refused: nothing is lost', async () => {
    const file = join(folder, 'kubeconfig');
    const old = await account.token();
    await writeFile(file, account.kubeConfig(old.token).exportConfig());
    const engine = await startEngine({ kind: 'kubeconfig', file });
    const job = await beginRun();

    const { token } = await account.token();
    await replace(file, account.kubeConfig(token).exportConfig());
    await old.revoke();
    await refused(old.token);
    expect(await losesNothing(engine, job)).toBe('healthy');
  });

  it('a token that is refused before there is another: it says so and goes on as soon as there is', async () => {
    const tokenFile = join(folder, 'token');
    const old = await account.token();
    await writeFile(tokenFile, old.token);
    const engine = await startEngine({
      kind: 'url',
      url: server().server,
      tokenFile,
      caData: server().caData,
    });
    const job = await beginRun();
    await old.revoke();
    await refused(old.token);
    await place.apply('after', {});
    await eventually('it tells that it may not', () =>
      /Unauthorized|401|credentials/i.test(engine.health().lastError ?? ''),
    );
    expect(await place.get(JOBS, 'job-after')).toBeUndefined();

    await replace(tokenFile, (await account.token()).token);
    await place.there(JOBS, 'job-after');
    await place.end('job-before');
    await place.inPhase('before', 'Finished');
    expect((await place.there(JOBS, 'job-before')).metadata.uid).toBe(job);
  });

  it('a kubeconfig that is replaced by one with another certificate authority is read again', async () => {
    const file = join(folder, 'kubeconfig');
    const { token } = await account.token();
    const right = account.kubeConfig(token);
    const wrong = account.kubeConfig(token);
    wrong.clusters[0] = {
      ...wrong.clusters[0],
      caFile: undefined,
      caData: Buffer.from(OTHER_CA).toString('base64'),
    } as never;
    await writeFile(file, wrong.exportConfig());
    const starting = startEngine({ kind: 'kubeconfig', file });
    const [engine] = place.running;
    await eventually(
      'the API server is not trusted',
      () => engine.health().state === 'unreachable',
    );
    await replace(file, right.exportConfig());
    await starting;
    expect(engine.health().state).toBe('healthy');
  });

  it('a bundle of certificate authorities that is replaced is read again', async () => {
    const caFile = join(folder, 'ca.crt');
    const { token } = await account.token();
    const right = server().caData
      ? Buffer.from(server().caData!, 'base64').toString()
      : await readFile(server().caFile!, 'utf8');
    await writeFile(caFile, OTHER_CA);
    const starting = startEngine({
      kind: 'url',
      url: server().server,
      token,
      caFile,
    });
    const [engine] = place.running;
    await eventually(
      'the API server is not trusted',
      () => engine.health().state === 'unreachable',
    );
    await replace(caFile, right);
    await starting;
    await place.apply('demo', {});
    await place.there(JOBS, 'job-demo');
    expect(engine.health().state).toBe('healthy');
  });
});
