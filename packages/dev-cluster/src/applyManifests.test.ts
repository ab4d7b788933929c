import { parseManifests } from './applyManifests';

describe('parseManifests', () => {
  it('reads every document and passes over empty ones', () => {
    const text = `---
# only a comment
---
apiVersion: v1
kind: Namespace
metadata: { name: demo }
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: demo }
`;
    expect(parseManifests(text, 'shop.yaml').map(({ kind }) => kind)).toEqual([
      'Namespace',
      'Service',
    ]);
  });

  it('refuses a document that is no Kubernetes object, and says in which file', () => {
    expect(() => parseManifests('kind: Service', 'shop.yaml')).toThrow(
      'shop.yaml holds a document that is no Kubernetes object',
    );
  });

  it('refuses broken YAML, and says in which file', () => {
    expect(() => parseManifests('a: [', 'shop.yaml')).toThrow('shop.yaml: ');
  });
});
