import { existsSync } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  addUser,
  DEBIAN_RELEASE,
  makeDebianRoot,
  removeLeftovers,
  stepsTold,
} from './debianRoot';
import { ImageConfig, unpackLayer } from './imageArchive';
import { runCommand } from './runCommand';

/** The version that every node has. */
export const LOCUST_VERSION = '2.47.0';
const LOCUST_UID = 1000;

/** Named in full: `locustio/locust:…` means this to every container runtime. */
export function locustImage(version: string = LOCUST_VERSION): string {
  return `docker.io/locustio/locust:${version}`;
}

/** Changes whenever the steps below do, so that what the cache holds is not taken for what they make. */
export function locustRecipe(version: string = LOCUST_VERSION): string {
  const recipe = `${DEBIAN_RELEASE} locust==${LOCUST_VERSION} uid ${LOCUST_UID} steps 1`;
  return version === LOCUST_VERSION
    ? recipe
    : `${recipe}, then locust==${version} steps 1`;
}

/** As of the published image: its user by name, its working folder, its entry point. */
export const LOCUST_IMAGE_CONFIG: ImageConfig = {
  Entrypoint: ['locust'],
  Env: [
    'PATH=/opt/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'PYTHONUNBUFFERED=1',
  ],
  User: 'locust',
  WorkingDir: '/home/locust',
  ExposedPorts: { '5557/tcp': {}, '8089/tcp': {} },
};

/** What pip on the host is told by its environment and has to be told in the image's root as well. */
const PIP_ENVIRONMENT =
  /^(PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|DEFAULT_TIMEOUT|RETRIES)|https?_proxy|no_proxy|all_proxy)$/i;

const HOST_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const CERTIFICATES = '/tmp/host-certificates.crt';

/** What the image does not keep. */
const BORROWED = [CERTIFICATES, 'etc/pip.conf'];

/** Makes the root folder of the stand-in for Locust's published image: Debian's Python with Locust from PyPI. */
export async function buildLocustRoot(
  root: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const step = stepsTold(onProgress);
  await step(`fetching Debian ${DEBIAN_RELEASE} with Python`, () =>
    makeDebianRoot(
      root,
      ['python3', 'python3-venv', 'ca-certificates'],
      onProgress,
    ),
  );
  await step(`installing Locust ${LOCUST_VERSION} into it`, () =>
    installLocust(root, LOCUST_VERSION),
  );
  await addUser(root, {
    name: 'locust',
    id: LOCUST_UID,
    home: '/home/locust',
  });
  await removeLeftovers(root, BORROWED);
}

/**
 * Makes the root folder of the stand-in for another version out of the archive of the first one: all but Locust is
 * the same, and is what takes its time.
 */
export async function buildOtherLocustRoot(
  root: string,
  options: {
    readonly version: string;
    readonly firstArchive: string;
    readonly onProgress: (message: string) => void;
  },
): Promise<void> {
  const { version, firstArchive, onProgress } = options;
  const step = stepsTold(onProgress);
  await unpackLayer(firstArchive, root);
  await rm(path.join(root, 'opt/venv'), { recursive: true });
  // Images have no devices; Python and pip look for these.
  await runCommand('mknod', [path.join(root, 'dev/null'), 'c', '1', '3']);
  await runCommand('mknod', [path.join(root, 'dev/urandom'), 'c', '1', '9']);
  await chmod(path.join(root, 'dev/null'), 0o666);
  await chmod(path.join(root, 'dev/urandom'), 0o666);
  await step(`installing Locust ${version} in place of ${LOCUST_VERSION}`, () =>
    installLocust(root, version),
  );
  await removeLeftovers(root, BORROWED);
}

async function installLocust(root: string, wanted: string) {
  const inside = (command: string, ...args: readonly string[]) =>
    runCommand('chroot', [root, command, ...args], { env: pipEnvironment() });
  await borrowHostNetworkFiles(root);
  await inside('/usr/bin/python3', '-m', 'venv', '/opt/venv');
  await inside(
    ...(['/opt/venv/bin/pip', 'install', '--no-cache-dir'] as const),
    ...['--disable-pip-version-check', `locust==${wanted}`],
  );
  // Proves that it starts before anything is packed.
  const version = await inside('/opt/venv/bin/locust', '--version');
  if (!version.includes(wanted)) {
    throw new Error(`Locust was installed but calls itself ${version.trim()}`);
  }
}

/** The index must be reached the way the host reaches it: its resolver, its authorities, its pip settings. */
async function borrowHostNetworkFiles(root: string) {
  await copyFile('/etc/resolv.conf', path.join(root, 'etc/resolv.conf'));
  await copyFile('/etc/hosts', path.join(root, 'etc/hosts'));
  if (existsSync(HOST_CERTIFICATES)) {
    await copyFile(HOST_CERTIFICATES, path.join(root, CERTIFICATES));
  }
  const pipSettings = [
    path.join(homedir(), '.config/pip/pip.conf'),
    path.join(homedir(), '.pip/pip.conf'),
    '/etc/pip.conf',
  ].find(existsSync);
  if (pipSettings) {
    await copyFile(pipSettings, path.join(root, 'etc/pip.conf'));
  }
}

function pipEnvironment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) =>
    PIP_ENVIRONMENT.test(name),
  );
  return {
    ...Object.fromEntries(passed),
    ...(existsSync(HOST_CERTIFICATES) ? { PIP_CERT: CERTIFICATES } : {}),
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    HOME: '/root',
  };
}
