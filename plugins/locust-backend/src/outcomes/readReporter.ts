import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** The reporter as it is mounted into masters. */
export interface ReporterSource {
  /** Names a ConfigMap; another content has another name, so that running tests keep what they started with. */
  readonly configMapName: string;
  readonly files: Readonly<Record<string, string>>;
}

const FILE = 'sitecustomize.py';

/** Reads the reporter that comes with this package. Throws where the package is not whole. */
export function readReporter(): ReporterSource {
  const source = readFileSync(
    resolvePackagePath('backstage-plugin-locust-backend', 'reporter', FILE),
    'utf8',
  );
  const digest = createHash('sha256').update(source).digest('hex');
  return {
    configMapName: `locust-reporter-${digest.slice(0, 10)}`,
    files: { [FILE]: source },
  };
}
