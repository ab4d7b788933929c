import {
  CONFIG_MAPS,
  CRON_JOBS,
  JOBS,
  REPLICA_SETS,
} from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import type { LocustfileSnapshot } from '../runs/LocustfileSnapshot';
import { snapshotHash } from '../runs/snapshotHash';
import { LOCUSTS } from './LocustObject';
import { locustfileName } from './names';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const folder = (users: string): LocustfileSnapshot => ({
  main: 'locustfile.py',
  files: {
    'locustfile.py': 'from lib.shop import Shopper\n',
    'lib/__init__.py': '',
    'lib/shop.py': 'class Shopper: ...\n',
    'data/users.csv': users,
  },
  binary: {
    'data/logo.png': Buffer.from([0x89, 0x00, 0xff]).toString('base64'),
  },
});
const FIRST = folder('ada\n');
const SECOND = folder('bob\n');

const source = ({ files, binary, ...rest }: LocustfileSnapshot) => ({
  snapshot: snapshotHash({ files, binary, ...rest }),
  files: [...Object.keys(files), ...Object.keys(binary ?? {})],
});
const nameOf = (snapshot: LocustfileSnapshot) =>
  locustfileName('demo', snapshotHash(snapshot));

describe('A test in a folder', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    for (const snapshot of [FIRST, SECOND]) {
      cluster.outcomes.folders.set(snapshotHash(snapshot), snapshot);
    }
  });

  afterEach(() => cluster.dispose());

  /** Every request of this kind fails, as if the process ended before it. */
  function endingBefore(resource: string): Transport {
    const own = createTransport({ kubeConfig: cluster.engineConfig });
    return {
      server: own.server,
      stream: request => own.stream(request),
      close: () => own.close(),
      request: async request => {
        const { intent } = request;
        if (intent?.verb === 'create' && intent.resource === resource) {
          throw new Error('the process ends here');
        }
        return own.request(request);
      },
    };
  }

  it('runs from a ConfigMap that goes with the resource, and the run keeps what it ran', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', { locustfile: source(FIRST) });
    const workers = await cluster.there(REPLICA_SETS, 'replicaset-demo');
    const job = await cluster.there(JOBS, 'job-demo');
    const configMap = await cluster.there(CONFIG_MAPS, nameOf(FIRST));
    expect(configMap).toMatchObject({
      immutable: true,
      data: {
        'data..users.csv': 'ada\n',
        'lib..__init__.py': '',
        'locustfile.py': FIRST.files['locustfile.py'],
      },
      binaryData: { 'data..logo.png': FIRST.binary!['data/logo.png'] },
    });
    for (const { spec } of [job, workers]) {
      expect(spec.template.spec).toMatchObject({
        containers: [{ workingDir: '/var/run/locust-qa.xyz/locustfile' }],
        volumes: expect.arrayContaining([
          expect.objectContaining({
            configMap: expect.objectContaining({
              name: nameOf(FIRST),
              items: expect.arrayContaining([
                { key: 'lib..shop.py', path: 'lib/shop.py' },
              ]),
            }),
          }),
        ]),
      });
    }
    expect([...cluster.outcomes.locustfiles.values()]).toEqual([FIRST]);
    await cluster.remove(LOCUSTS, 'demo');
    await cluster.none(JOBS, REPLICA_SETS);
    await cluster.gone(CONFIG_MAPS, nameOf(FIRST));
  });

  it('is carried out in full by the next engine, wherever one has ended', async () => {
    await cluster.startEngine({}, { transport: endingBefore('jobs') });
    await cluster.apply('demo', { locustfile: source(FIRST) });
    await cluster.there(CONFIG_MAPS, nameOf(FIRST));
    await cluster.stopEngines();
    expect(await cluster.names(JOBS)).toEqual([]);
    await cluster.startEngine({}, { transport: endingBefore('replicasets') });
    await cluster.there(JOBS, 'job-demo');
    await cluster.stopEngines();
    await cluster.startEngine();
    await cluster.there(REPLICA_SETS, 'replicaset-demo');
    expect(cluster.outcomes.of('demo')).toHaveLength(1);
  });

  it('says that its files are kept nowhere, and makes nothing', async () => {
    await cluster.startEngine();
    await cluster.apply('demo', {
      locustfile: { ...source(FIRST), snapshot: 'ab'.repeat(32) },
    });
    expect((await cluster.inPhase('demo', 'Invalid')).message).toMatch(
      /spec.locustfile: The files of this folder are not kept by this portal/,
    );
    expect(await cluster.names(JOBS)).toEqual([]);
  });

  it('says so too where the resource names a file that the folder has not', async () => {
    await cluster.startEngine();
    const { snapshot, files } = source(FIRST);
    await cluster.apply('demo', {
      locustfile: { snapshot, files: [...files, 'lib/other.py'] },
    });
    await cluster.inPhase('demo', 'Invalid');
    expect(await cluster.names(JOBS)).toEqual([]);
  });

  describe('on a schedule', () => {
    beforeEach(async () => {
      await cluster.startEngine({ oldTemplateGraceSeconds: 1 });
      await cluster.apply('demo', {
        schedule: '0 3 29 2 *',
        locustfile: source(FIRST),
      });
    });

    it.each([
      ['has its files no more', () => cluster.outcomes.folders.clear()],
      ['is away', () => Object.assign(cluster.outcomes, { away: true })],
    ])('goes on from the ConfigMap when the history %s', async (_, lose) => {
      const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
      lose();
      await cluster.jobFrom(cronJob, 'cronjob-demo-1');
      const run = await cluster.begin('cronjob-demo-1');
      expect(cluster.outcomes.locustfiles.get(run)).toEqual(FIRST);
    });

    it('has another ConfigMap after an edit, and the one before goes', async () => {
      await cluster.there(CRON_JOBS, 'cronjob-demo');
      await cluster.edit('demo', { locustfile: source(SECOND) });
      await cluster.there(CONFIG_MAPS, nameOf(SECOND));
      await cluster.gone(CONFIG_MAPS, nameOf(FIRST));
      const { spec } = await cluster.there(CRON_JOBS, 'cronjob-demo');
      expect(JSON.stringify(spec)).toContain(nameOf(SECOND));
    });
  });
});
