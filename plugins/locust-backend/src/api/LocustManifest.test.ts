import {
  assertNoProblems,
  checkRequest,
  locustManifest,
} from './LocustManifest';

const request = {
  test: 'checkout-peak',
  namespace: 'load',
  spec: { workers: 2 },
  scheduled: false,
  guardrails: {},
};

describe('locustManifest', () => {
  it('gives every start of a one-off a name of its own and the test as label', () => {
    const [first, second] = [locustManifest(request), locustManifest(request)];
    expect(first.metadata.name).toMatch(/^checkout-peak-[0-9a-f]{6}$/);
    expect(first.metadata.name).not.toBe(second.metadata.name);
    expect(first.metadata.labels['locust-qa.xyz/test']).toBe('checkout-peak');
  });

  it('names the same resource for the same idempotency key', () => {
    const keyed = { ...request, idempotencyKey: 'user:default/ann\nkey-1' };
    expect(locustManifest(keyed)).toEqual(locustManifest(keyed));
    expect(
      locustManifest({ ...keyed, idempotencyKey: 'user:default/bob\nkey-1' })
        .metadata.name,
    ).not.toBe(locustManifest(keyed).metadata.name);
  });

  it('tells another body under the same key by its hash', () => {
    const keyed = { ...request, idempotencyKey: 'user:default/ann\nkey-1' };
    const hashOf = (spec: Record<string, unknown>) =>
      locustManifest({ ...keyed, spec }).metadata.annotations[
        'locust-qa.xyz/request-hash'
      ];
    expect(hashOf({ workers: 2 })).toBe(hashOf({ workers: 2 }));
    expect(hashOf({ workers: 2 })).not.toBe(hashOf({ workers: 3 }));
  });

  it('names a scheduled test as the person did', () => {
    expect(
      locustManifest({
        ...request,
        spec: { schedule: '0 2 * * *' },
        scheduled: true,
      }).metadata.name,
    ).toBe('checkout-peak');
  });
});

describe('checkRequest', () => {
  it('finds nothing wrong with a sound request', () => {
    expect(checkRequest(request)).toEqual([]);
  });

  it.each(['Checkout', 'a_b', '-a', 'a-', '', 'x'.repeat(41)])(
    'refuses the name %p, saying what would do',
    test => {
      expect(checkRequest({ ...request, test })).toEqual([
        {
          field: 'name',
          message: expect.stringContaining('such as "checkout-peak"'),
        },
      ]);
    },
  );

  it('refuses a schedule on a run that starts now, and none on a scheduled test', () => {
    expect(
      checkRequest({ ...request, spec: { schedule: '* * * * *' } })[0].field,
    ).toBe('spec.schedule');
    expect(checkRequest({ ...request, scheduled: true })[0].field).toBe(
      'spec.schedule',
    );
  });

  it('refuses what goes beyond the guardrails', () => {
    expect(checkRequest({ ...request, guardrails: { maxWorkers: 1 } })).toEqual(
      [
        {
          field: 'spec.workers',
          message: expect.stringMatching(/^2 workers are more .* use 1 or/),
        },
      ],
    );
  });

  it('puts every problem into one refusal', () => {
    expect(() =>
      assertNoProblems(
        checkRequest({ ...request, test: 'A', spec: { workers: -1 } }),
      ),
    ).toThrow(/^name: .*; spec\.workers: /);
  });
});
