import { GuardrailBook } from './GuardrailBook';

const at = (change: object = {}) => ({
  cluster: 'eu-1',
  namespace: 'load',
  owner: 'group:default/shop' as string | undefined,
  ...change,
});

describe('GuardrailBook', () => {
  it('allows everything where nothing is said, and through the portal no Secrets, ConfigMaps and volumes', () => {
    const book = new GuardrailBook([]);
    expect(book.of(at())).toEqual({});
    expect(book.ofPortal(at())).toEqual({
      secrets: [],
      configMaps: [],
      volumes: [],
    });
  });

  it('has a later rule win over an earlier one, field by field', () => {
    const book = new GuardrailBook([
      { guardrails: { maxWorkers: 10, maxUsers: 100, secrets: ['load-*'] } },
      {
        owners: ['group:default/sh*'],
        guardrails: { maxWorkers: 50, maxUsers: null },
      },
    ]);
    expect(book.of(at())).toEqual({ maxWorkers: 50, secrets: ['load-*'] });
    expect(book.of(at({ owner: 'group:default/search' }))).toEqual({
      maxWorkers: 10,
      maxUsers: 100,
      secrets: ['load-*'],
    });
  });

  it('counts what was lifted as said', () => {
    const book = new GuardrailBook([
      { guardrails: { secrets: null, configMaps: ['a'] } },
    ]);
    expect(book.ofPortal(at())).toEqual({ configMaps: ['a'], volumes: [] });
  });

  it('keeps rules about owners from what nobody owns', () => {
    const book = new GuardrailBook([
      { owners: ['*'], guardrails: { maxWorkers: 1 } },
    ]);
    expect(book.of(at({ owner: undefined }))).toEqual({});
  });

  it.each([
    [{ clusters: ['eu-*'] }, true],
    [{ clusters: ['us-*'] }, false],
    [{ namespaces: ['load', 'other'] }, true],
    [{ namespaces: ['loadx'] }, false],
    [{ clusters: ['eu-1'], namespaces: ['other'] }, false],
  ])('asks where a run is to be: %j', (where, holds) => {
    const book = new GuardrailBook([
      { ...where, guardrails: { maxWorkers: 1 } },
    ]);
    expect(book.of(at())).toEqual(holds ? { maxWorkers: 1 } : {});
  });
});
