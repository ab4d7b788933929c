import { parseImagePattern, parseImageReference } from './ImageReference';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageReference', () => {
  it.each([
    [
      'locustio/locust:2.47.0',
      {
        registry: 'docker.io',
        repository: 'locustio/locust',
        tag: '2.47.0',
      },
    ],
    [
      'python',
      { registry: 'docker.io', repository: 'library/python', tag: 'latest' },
    ],
    [
      'index.docker.io/locustio/locust',
      { registry: 'docker.io', repository: 'locustio/locust', tag: 'latest' },
    ],
    [
      'Registry.Example.com:5000/load/shop:1',
      {
        registry: 'registry.example.com:5000',
        repository: 'load/shop',
        tag: '1',
      },
    ],
    ['localhost/x', { registry: 'localhost', repository: 'x', tag: 'latest' }],
    [
      `good.io/x:1@${DIGEST}`,
      { registry: 'good.io', repository: 'x', digest: DIGEST },
    ],
    [
      'good.io.evil.com/x',
      { registry: 'good.io.evil.com', repository: 'x', tag: 'latest' },
    ],
    [
      '[::1]:5000/x',
      { registry: '[::1]:5000', repository: 'x', tag: 'latest' },
    ],
  ])('takes %s apart', (name, parts) => {
    expect(parseImageReference(name)).toEqual(parts);
  });

  it.each([
    '',
    'good.io/',
    '/x',
    'good.io//x',
    'Upper/case',
    'x:',
    'x: y',
    'x@sha256:1',
    `x@${DIGEST}@${DIGEST}`,
    'x:../y',
    'good.io/../x',
    'user@good.io/x',
    'good.io\n/x',
    '-good.io/x',
  ])('does not take %j, which no runtime would', name => {
    expect(parseImageReference(name)).toBeUndefined();
  });
});

describe('parseImagePattern', () => {
  const allows = (pattern: string, name: string) => {
    const image = parseImageReference(name);
    return image && parseImagePattern(pattern)!.matches(image);
  };

  it.each([
    ['locustio/locust', 'locustio/locust:2.47.0', true],
    ['locustio/locust', `locustio/locust@${DIGEST}`, true],
    ['locustio/locust', 'docker.io/locustio/locust', true],
    ['locustio/locust', 'evil/locust', false],
    ['locustio/locust', 'evil.io/locustio/locust', false],
    ['locustio/locust:2.*', 'locustio/locust:2.47.0', true],
    ['locustio/locust:2.*', 'locustio/locust:2x47', false],
    ['locustio/locust:2.*', 'locustio/locust', false],
    // The tag beside a digest says nothing of what is run.
    ['locustio/locust:2.*', `locustio/locust:2.47.0@${DIGEST}`, false],
    ['good.io/*', 'good.io/x', true],
    ['good.io/*', 'good.io/a/x', false],
    ['good.io/**', 'good.io/a/x', true],
    ['good.io/*', 'good.io.evil.com/x', false],
    ['good.io/*', 'agood.io/x', false],
    ['*.good.io/*', 'eu.good.io/x', true],
    ['*.good.io/*', 'a.eu.good.io/x', false],
    ['*.good.io/*', 'evil.com/good.io/x', false],
    ['good.io/x@sha256:*', `good.io/x@${DIGEST}`, true],
    ['good.io/x@sha256:*', 'good.io/x:latest', false],
    ['good.io:5000/x', 'good.io:5000/x:1', true],
    ['good.io:5000/x', 'good.io/x:1', false],
  ])('%s for %s: %p', (pattern, name, expected) => {
    expect(allows(pattern, name)).toBe(expected);
  });

  it.each([
    '',
    '*/x',
    '**',
    '**/x',
    'good.io//x',
    'x:',
    'x@',
    'a b',
    `x:1@sha256:*`,
  ])('is none where %j stands', pattern => {
    expect(parseImagePattern(pattern)).toBeUndefined();
  });
});
