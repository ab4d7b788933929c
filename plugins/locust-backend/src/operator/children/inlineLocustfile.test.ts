import { inlineLocustfile } from './inlineLocustfile';
import { aLocust } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';

const INLINE = { locustfile: { inline: 'import locust' } };

describe('the ConfigMap of an inline locustfile', () => {
  it('holds it, unchangeable, and is owned by the resource', () => {
    expect(inlineLocustfile(aLocust(INLINE))).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^locustfile-x-[0-9a-f]{8}$/),
        namespace: 'n',
        ownerReferences: [{ kind: 'Locust', uid: 'u' }],
      },
      immutable: true,
      data: { 'locustfile.py': 'import locust' },
    });
  });

  it('has another name for another content', () => {
    const nameOf = (inline: string) =>
      inlineLocustfile(aLocust({ locustfile: { inline } }))?.metadata.name;
    expect(nameOf('a')).not.toBe(nameOf('b'));
  });

  it.each(Object.entries(FIELD_EXAMPLES))(
    'does not come of %s',
    (_field, { spec }) => {
      // The example of the field locustfile names a ConfigMap that is there.
      expect(inlineLocustfile(aLocust(spec))).toBeUndefined();
    },
  );
});
