import type { ChildWriter, Ensured } from './ChildWriter';
import { ENGINE_DEFAULTS } from './EngineConfig';
import { decodeLocust } from './LocustObject';
import { ReporterInstaller } from './ReporterInstaller';

const locust = (namespace: string) =>
  decodeLocust({ metadata: { name: 'demo', namespace, uid: 'u' }, spec: {} });

const REFUSED: Ensured = {
  kind: 'blocked',
  reason: { code: 'Forbidden', message: 'A quota is full.' },
};

function setUp() {
  let answer: Ensured = REFUSED;
  const installer = new ReporterInstaller({
    children: { create: async () => answer } as unknown as ChildWriter,
    config: {
      ...ENGINE_DEFAULTS,
      reporter: { configMapName: 'reporter', files: { 'a.py': 'pass' } },
    },
  });
  const { signal } = new AbortController();
  return {
    installer,
    ensure: (namespace: string) =>
      installer.ensure(`${namespace}/demo`, locust(namespace), signal),
    letIn() {
      answer = {
        kind: 'there',
        made: true,
        object: {
          metadata: { name: 'reporter', uid: 'r', resourceVersion: '1' },
        },
      };
    },
  };
}

describe('the installer of the reporter', () => {
  it('remembers which namespaces do not let it in and why, until they do', async () => {
    const { installer, ensure, letIn } = setUp();
    await ensure('shop');
    await ensure('cart');
    await ensure('shop');
    expect(installer.refusals).toEqual([
      { namespace: 'shop', message: 'A quota is full.' },
      { namespace: 'cart', message: 'A quota is full.' },
    ]);
    letIn();
    await ensure('shop');
    expect(installer.refusals.map(it => it.namespace)).toEqual(['cart']);
  });
});
