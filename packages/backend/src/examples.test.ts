import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ANNOTATIONS,
  LABELS,
  LOCUST_API_VERSION,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import { parseAllDocuments } from 'yaml';

const examples = path.resolve(__dirname, '../../../examples');

interface Example {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

function read(folder: string): readonly Example[] {
  return readdirSync(path.join(examples, folder)).flatMap(file =>
    parseAllDocuments(
      readFileSync(path.join(examples, folder, file), 'utf8'),
    ).map(document => document.toJS() as Example),
  );
}

const manifests = read('manifests');
const components = read('catalog').filter(({ kind }) => kind === 'Component');
const locusts = manifests.filter(({ kind }) => kind === 'Locust');
const configMaps = manifests.filter(({ kind }) => kind === 'ConfigMap');

describe('the example manifests', () => {
  it.each(locusts.map(locust => [locust.metadata.name, locust] as const))(
    'have a valid spec: %s',
    (_name, { apiVersion, spec }) => {
      expect(apiVersion).toBe(LOCUST_API_VERSION);
      expect(validateLocustSpec(spec)).toEqual([]);
    },
  );

  it.each(locusts.map(locust => [locust.metadata.name, locust] as const))(
    'belong to a component of the example catalog: %s',
    (_name, { metadata: { labels, annotations, namespace } }) => {
      const owners = components.filter(({ metadata }) => {
        const own = metadata.annotations ?? {};
        return (
          (`component:default/${metadata.name}` ===
            annotations?.[ANNOTATIONS.entityRef] &&
            own[ANNOTATIONS.namespace] === namespace) ||
          (own['backstage.io/kubernetes-id'] !== undefined &&
            own['backstage.io/kubernetes-id'] ===
              labels?.['backstage.io/kubernetes-id'])
        );
      });
      expect(owners).toHaveLength(1);
    },
  );

  it('hold the example locustfile to the letter', () => {
    const locustfile = readFileSync(
      path.join(examples, 'locustfiles', 'shop.py'),
      'utf8',
    );
    const copies = configMaps.flatMap(({ data }) =>
      data?.['locustfile.py'] ? [data['locustfile.py']] : [],
    );
    expect(copies).toEqual([locustfile, locustfile]);
  });

  it('name the tests that are compared', () => {
    expect(
      locusts.map(({ metadata }) => metadata.labels?.[LABELS.test]),
    ).toEqual([undefined, 'shop-nightly', 'shop-smoke']);
  });
});
