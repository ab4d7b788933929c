import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { renderResourceDefinition } from './renderResourceDefinition';

describe('manifests/crd.yaml', () => {
  it('is what the fields of the resource make; else run "yarn workspace backstage-plugin-locust-backend crd"', async () => {
    const committed = await readFile(
      path.resolve(__dirname, '../../manifests/crd.yaml'),
      'utf8',
    );
    expect(committed).toBe(renderResourceDefinition());
  });
});
