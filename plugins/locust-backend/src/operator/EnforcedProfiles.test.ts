import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { KubeApiError } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import { FakeClock } from '../kube/testing/FakeClock';
import { aLocust } from './children/testing/aLocust';
import { EnforcedProfiles } from './EnforcedProfiles';
import { ENGINE_DEFAULTS } from './EngineConfig';

type Answer =
  | Readonly<Record<string, string>>
  | 'forbidden'
  | 'notFound'
  | 'unreachable';

const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };
const BASELINE = { 'pod-security.kubernetes.io/enforce': 'baseline' };

/** A namespace with labels, or what is answered in their place. */
function setUp(first: Answer) {
  const clock = new FakeClock();
  const read: string[] = [];
  const namespace = { answer: first };
  const client = {
    get: async (_type: unknown, { name }: { readonly name: string }) => {
      read.push(name);
      const { answer } = namespace;
      if (typeof answer === 'string') {
        throw new KubeApiError({
          failure: answer,
          intent: { verb: 'get', resource: 'namespaces' },
        });
      }
      return { metadata: { name, labels: answer } };
    },
  } as unknown as KubeClient;
  const profiles = new EnforcedProfiles({
    client,
    config: ENGINE_DEFAULTS,
    clock,
  });
  const restricted = async (locust = aLocust()) =>
    (await profiles.configFor(locust)).pods.restricted;
  return { clock, read, namespace, restricted };
}

describe('namespaces that enforce a standard', () => {
  it.each<[string, Answer, string]>([
    ['restricted: all pods are', RESTRICTED, 'all'],
    ['baseline: what is configured counts', BASELINE, 'portal'],
    ['none: what is configured counts', {}, 'portal'],
    ['one that may not be looked at', 'forbidden', 'portal'],
    ['one that is gone', 'notFound', 'portal'],
  ])('%s', async (_what, answer, expected) => {
    expect(await setUp(answer).restricted()).toBe(expected);
  });

  it('are not read for what is restricted anyway', async () => {
    const { read, restricted } = setUp(RESTRICTED);
    const made = { annotations: { [ANNOTATIONS.createdBy]: 'portal' } };
    expect(await restricted(aLocust({}, made))).toBe('portal');
    expect(read).toEqual([]);
  });

  it('are read once in five minutes, however many ask at once', async () => {
    const { read, restricted, clock, namespace } = setUp({});
    await Promise.all([restricted(), restricted(), restricted()]);
    namespace.answer = RESTRICTED;
    await clock.advance(299_999);
    expect(await restricted()).toBe('portal');
    expect(read).toEqual(['n']);
    await clock.advance(1);
    expect(await restricted()).toBe('all');
    expect(read).toEqual(['n', 'n']);
  });

  it('are looked at again soon where they may not be', async () => {
    const { restricted, clock, namespace } = setUp('forbidden');
    await restricted();
    namespace.answer = RESTRICTED;
    await clock.advance(29_999);
    expect(await restricted()).toBe('portal');
    await clock.advance(1);
    expect(await restricted()).toBe('all');
  });

  it('are not guessed where the cluster does not answer', async () => {
    const { restricted, namespace } = setUp('unreachable');
    await expect(restricted()).rejects.toThrow(KubeApiError);
    namespace.answer = RESTRICTED;
    expect(await restricted()).toBe('all');
  });
});
