import {
  FOLDER_PATH,
  LONGEST_FOLDER_PATH,
} from 'backstage-plugin-locust-common';
import fc from 'fast-check';
import { folderConfigMap, folderIn, folderItems } from './folderConfigMap';
import { masterJobSpec } from './masterJob';
import { aLocust, describePod, JOB } from './testing/aLocust';
import { workers } from './workers';
import { ENGINE_DEFAULTS } from '../EngineConfig';

const SNAPSHOT = 'a1'.repeat(32);
const FILES = {
  'locustfile.py': 'from lib.shop import Shopper',
  'lib/__init__.py': '',
  'lib/shop.py': 'class Shopper: ...',
};
const BINARY = { 'data/logo.png': 'iVBORw==' };
const PATHS = [...Object.keys(FILES), ...Object.keys(BINARY)];
const IN_FOLDER = aLocust({ locustfile: { snapshot: SNAPSHOT, files: PATHS } });

const paths = fc.uniqueArray(
  fc
    .stringMatching(new RegExp(FOLDER_PATH))
    .filter(it => it.length <= LONGEST_FOLDER_PATH),
);

describe('the ConfigMap of a folder', () => {
  it('holds texts and bytes, unchangeable, and is owned by the resource', () => {
    expect(
      folderConfigMap(IN_FOLDER, { files: FILES, binary: BINARY }),
    ).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^locustfile-x-[0-9a-f]{8}$/),
        namespace: 'n',
        labels: { 'app.kubernetes.io/component': 'locustfile' },
        ownerReferences: [{ kind: 'Locust', uid: 'u' }],
      },
      immutable: true,
      data: {
        'locustfile.py': FILES['locustfile.py'],
        'lib..__init__.py': '',
        'lib..shop.py': FILES['lib/shop.py'],
      },
      binaryData: { 'data..logo.png': 'iVBORw==' },
    });
  });

  it('is of no other locustfile', () => {
    expect(
      folderConfigMap(aLocust({ locustfile: { inline: 'import locust' } }), {
        files: {},
      }),
    ).toBeUndefined();
  });

  it('has a key of its own for every path, one that Kubernetes takes', () => {
    fc.assert(
      fc.property(paths, some => {
        const keys = folderItems(some).map(it => it.key);
        expect(new Set(keys).size).toBe(some.length);
        for (const key of keys) {
          expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
          expect(key).not.toMatch(/^\.\./);
        }
      }),
    );
  });

  it('gives back what it was made of', () => {
    const made = folderConfigMap(IN_FOLDER, { files: FILES, binary: BINARY })!;
    expect(folderIn(made, PATHS)).toEqual({ files: FILES, binary: BINARY });
  });
});

describe('the pods of a test in a folder', () => {
  const pods = [
    ['master', masterJobSpec(IN_FOLDER, ENGINE_DEFAULTS).template],
    ['worker', workers(IN_FOLDER, JOB, 'x', ENGINE_DEFAULTS).spec.template],
  ] as const;

  it.each(pods)('have it as their working directory: %s', (_, template) => {
    const folder = '/var/run/locust-qa.xyz/locustfile';
    const { env, mounts, container } = describePod(template);
    expect(env.LOCUST_LOCUSTFILE).toBe(`${folder}/locustfile.py`);
    expect(container.workingDir).toBe(folder);
    expect(mounts[folder]).toEqual({
      configMap: {
        name: folderConfigMap(IN_FOLDER, { files: {} })!.metadata.name,
        items: [
          { key: 'locustfile.py', path: 'locustfile.py' },
          { key: 'lib..__init__.py', path: 'lib/__init__.py' },
          { key: 'lib..shop.py', path: 'lib/shop.py' },
          { key: 'data..logo.png', path: 'data/logo.png' },
        ],
      },
      readOnly: true,
    });
  });
});
