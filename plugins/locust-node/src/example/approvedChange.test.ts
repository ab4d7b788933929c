import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  locustPolicyExtensionPoint,
  type LocustPolicyRequest,
  type LocustPolicyRule,
} from '..';
import module, { approvedChange } from './approvedChange';

const request: LocustPolicyRequest = {
  subject: 'run',
  test: 'checkout',
  spec: { host: 'https://checkout.prod.example.com/api' },
  place: {
    cluster: 'eu',
    namespace: 'load',
    entityRef: 'component:default/checkout',
  },
  origin: { kind: 'portal', user: 'user:default/sam' },
};
const { signal } = new AbortController();

const calendar = (approved: readonly string[], asked: string[] = []) =>
  (async (url: string) => {
    asked.push(url);
    return Response.json(approved);
  }) as typeof fetch;

describe('the example of the README', () => {
  it('is what is tested here', () => {
    const readme = readFileSync(
      path.join(__dirname, '..', '..', 'README.md'),
      'utf8',
    );
    const [, shown] = readme.match(/```ts\n(.*?)```/s)!;
    const source = readFileSync(
      path.join(__dirname, 'approvedChange.ts'),
      'utf8',
    );
    expect(shown).toBe(
      source.replace("from '..'", "from 'backstage-plugin-locust-node'"),
    );
  });

  it('adds its rule to the plugin', async () => {
    const rules: LocustPolicyRule[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [locustPolicyExtensionPoint, { addRule: rule => rules.push(rule) }],
      ],
      features: [
        module,
        mockServices.rootConfig.factory({
          data: { changes: { url: 'http://changes' } },
        }),
      ],
    });
    await backend.stop();
    expect(rules.map(it => it.name)).toEqual(['approved-change']);
  });

  it('lets load on production go where a change is approved', async () => {
    const asked: string[] = [];
    const rule = approvedChange('http://changes', calendar(['CH-1'], asked));
    expect(await rule.check(request, { signal })).toEqual([]);
    expect(asked).toEqual([
      'http://changes/component%3Adefault%2Fcheckout/approved',
    ]);
  });

  it('refuses it at the field of the host where none is', async () => {
    const rule = approvedChange('http://changes', calendar([]));
    expect(await rule.check(request, { signal })).toEqual([
      {
        field: 'spec.host',
        message: expect.stringContaining('takes an approved change'),
      },
    ]);
  });

  it.each([
    ['staging', { spec: { host: 'https://staging.example.com' } }],
    ['a schedule', { subject: 'schedule' as const }],
  ])('does not ask about %s', async (_what, other) => {
    const asked: string[] = [];
    const rule = approvedChange('http://changes', calendar([], asked));
    expect(await rule.check({ ...request, ...other }, { signal })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('has not agreed where the calendar does not answer well', async () => {
    const rule = approvedChange(
      'http://changes',
      (async () => new Response('', { status: 500 })) as typeof fetch,
    );
    await expect(rule.check(request, { signal })).rejects.toThrow('500');
  });
});
