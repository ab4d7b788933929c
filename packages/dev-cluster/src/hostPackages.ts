import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './runCommand';

interface HostNeed {
  /** Program, or path of a file, that shows that the package is there. */
  readonly program: string;
  readonly debianPackage: string;
}

const CNI_FOLDERS = ['/usr/lib/cni', '/opt/cni/bin'];

const NODE_NEEDS: readonly HostNeed[] = [
  { program: 'containerd', debianPackage: 'containerd' },
  { program: 'ctr', debianPackage: 'containerd' },
  { program: 'runc', debianPackage: 'runc' },
  { program: 'ip', debianPackage: 'iproute2' },
  { program: 'iptables', debianPackage: 'iptables' },
  { program: 'nft', debianPackage: 'nftables' },
  { program: 'conntrack', debianPackage: 'conntrack' },
  { program: 'nsenter', debianPackage: 'util-linux' },
  { program: 'mount', debianPackage: 'mount' },
];

const IMAGE_BUILD_NEEDS: readonly HostNeed[] = [
  { program: 'debootstrap', debianPackage: 'debootstrap' },
  {
    program: '/usr/share/keyrings/debian-archive-keyring.gpg',
    debianPackage: 'debian-archive-keyring',
  },
];

/** Sees to it that what runs a node is on the machine; returns the folder of the network plugins. */
export async function requireNodePackages(
  onProgress: (message: string) => void,
): Promise<string> {
  const plugins = findCniFolder();
  await requirePackages(
    plugins
      ? NODE_NEEDS
      : [
          ...NODE_NEEDS,
          {
            program: `${CNI_FOLDERS[0]}/bridge`,
            debianPackage: 'containernetworking-plugins',
          },
        ],
    onProgress,
  );
  const folder = plugins ?? findCniFolder();
  if (!folder) {
    throw new Error(
      `The network plugins bridge, host-local and portmap are missing from ${CNI_FOLDERS.join(
        ' and ',
      )}: install Debian's containernetworking-plugins or the release of the CNI project`,
    );
  }
  return folder;
}

/** Sees to it that an image can be built on the machine. */
export function requireImageBuildPackages(
  onProgress: (message: string) => void,
): Promise<void> {
  return requirePackages(IMAGE_BUILD_NEEDS, onProgress);
}

async function requirePackages(
  needs: readonly HostNeed[],
  onProgress: (message: string) => void,
) {
  const packages = missingPackages(needs);
  if (packages.length === 0) {
    return;
  }
  const list = packages.join(' ');
  if (!isThere('apt-get')) {
    throw new Error(
      `Missing on this machine, by the names of Debian's packages: ${list}; install them with your system's package manager`,
    );
  }
  onProgress(`installing ${list}`);
  try {
    await aptGet('install', packages).catch(async () => {
      // The lists of a fresh machine are empty or old.
      await aptGet('update', []);
      await aptGet('install', packages);
    });
  } catch (error) {
    throw new Error(
      `${list} could not be installed; try \`apt-get install ${list}\` as root`,
      { cause: error },
    );
  }
}

function missingPackages(needs: readonly HostNeed[]): readonly string[] {
  return [
    ...new Set(
      needs
        .filter(need => !isThere(need.program))
        .map(need => need.debianPackage),
    ),
  ];
}

async function aptGet(action: string, packages: readonly string[]) {
  await runCommand(
    'apt-get',
    [
      action,
      '-y',
      '-q',
      '--no-install-recommends',
      // The tests may be installing a browser at the same time.
      '-o',
      'DPkg::Lock::Timeout=300',
      ...packages,
    ],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: 600_000,
    },
  );
}

function isThere(program: string): boolean {
  if (path.isAbsolute(program)) {
    return existsSync(program);
  }
  const folders = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`.split(':');
  return folders.some(
    folder => folder && existsSync(path.join(folder, program)),
  );
}

function findCniFolder(): string | undefined {
  return CNI_FOLDERS.find(folder =>
    ['bridge', 'host-local', 'portmap', 'loopback'].every(plugin =>
      existsSync(path.join(folder, plugin)),
    ),
  );
}
