import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readLocustConfig } from './LocustConfig';

const README = readFileSync(
  resolvePackagePath('backstage-plugin-locust-backend', 'README.md'),
  'utf8',
);

const EXAMPLES = [...README.matchAll(/```yaml\n(locust:\n.*?)```/gs)]
  .map(([, yaml]) => yaml)
  // Its clusters are read of files, and of another plugin's configuration.
  .filter(yaml => !yaml.includes('clusters:\n'));

describe('the configuration in the README', () => {
  it.each(EXAMPLES.map(yaml => [yaml.split('\n')[1].trim(), yaml]))(
    'is accepted: %s',
    (_title, yaml) => {
      const config = readLocustConfig(new ConfigReader(parse(yaml)));
      expect(config).toMatchObject({ engineEnabled: true });
    },
  );

  it('shows guardrails, pods and network policies', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(3);
  });
});
