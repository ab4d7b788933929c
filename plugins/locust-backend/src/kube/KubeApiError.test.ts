import { errorMessage, isFailure, KubeApiError } from './KubeApiError';

const intent = {
  verb: 'create',
  resource: 'jobs',
  namespace: 'ns',
  name: 'load-test-master',
};

describe('KubeApiError', () => {
  it('says in one sentence what was tried on which object, and why it failed', () => {
    const error = KubeApiError.fromStatus(intent, 403, {
      reason: 'Forbidden',
      message: 'exceeded quota: team, requested: pods=1, used: pods=5',
    });
    expect(error.message).toBe(
      'Could not create jobs "load-test-master" in namespace "ns": the API server forbids it (403): exceeded quota: team, requested: pods=1, used: pods=5',
    );
    expect(error).toMatchObject({ verb: 'create', resource: 'jobs' });
  });

  it('keeps the rule and the field of an invalid object, and none of its values', () => {
    const dump =
      'core.PodTemplateSpec{Env:[]core.EnvVar{core.EnvVar{Name:"PASSWORD", Value:"hunter: \\"2}"}}}';
    const error = KubeApiError.fromStatus(intent, 422, {
      reason: 'Invalid',
      message: `Job.batch "x" is invalid: spec.template: Invalid value: ${dump}: field is immutable`,
      details: {
        causes: [
          {
            reason: 'FieldValueInvalid',
            field: 'spec.template',
            message: `Invalid value: ${dump}: field is immutable`,
          },
        ],
      },
    });
    expect(JSON.stringify(error) + error.stack).not.toContain('hunter');
    expect(JSON.stringify(error) + error.stack).not.toContain('PASSWORD');
    expect(error.message).toContain('spec.template');
    expect(error.message).toContain('field is immutable');
    expect(error.details.causes).toEqual([
      {
        reason: 'FieldValueInvalid',
        field: 'spec.template',
        message: 'Invalid value: core.PodTemplateSpec…: field is immutable',
      },
    ]);
  });

  it('leaves out tokens whatever the message', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    for (const message of [
      `invalid bearer token ${token}`,
      `Bearer abcdefgh12345 rejected`,
      `password: hunter2 was wrong`,
    ]) {
      const { message: shown } = KubeApiError.fromStatus(intent, 401, {
        message,
      });
      expect(shown).not.toMatch(/eyJ|abcdefgh|hunter2/);
    }
  });

  it('cuts messages short, also those of a megabyte', () => {
    const { message } = KubeApiError.fromStatus(intent, 500, {
      message: 'é{'.repeat(500_000),
    });
    expect(message.length).toBeLessThan(500);
  });

  it.each([undefined, null, 'text', [], { details: { causes: 'none' } }])(
    'takes %p for a status without words',
    body => {
      expect(KubeApiError.fromStatus(intent, 500, body)).toMatchObject({
        failure: 'serverError',
        status: 500,
      });
    },
  );

  it('takes the wait from the status where there is no header', () => {
    const body = { details: { retryAfterSeconds: 3 } };
    expect(KubeApiError.fromStatus(intent, 429, body).retryAfterSeconds).toBe(
      3,
    );
    expect(
      KubeApiError.fromStatus(intent, 429, body, 9).retryAfterSeconds,
    ).toBe(9);
  });

  it('is recognised by its failure, and nothing else is', () => {
    const error = KubeApiError.fromStatus(intent, 404, {});
    expect(isFailure(error, 'gone', 'notFound')).toBe(true);
    expect(isFailure(error, 'conflict')).toBe(false);
    expect(isFailure(new Error('notFound'), 'notFound')).toBe(false);
  });

  it('gives any thrown thing a short message without secrets', () => {
    expect(errorMessage(new TypeError('a is not b'))).toBe(
      'TypeError: a is not b',
    );
    expect(errorMessage('Bearer abcdefgh12345')).toBe('…');
    expect(errorMessage(undefined)).toBe('undefined');
  });
});
