import { textField } from '../fields/textField';
import { shown } from '../fields/shown';

/** Where the engine mounts what it makes itself; mounts of the resource stay out of it. @public */
export const RESERVED_MOUNT_PATH = '/var/run/locust-qa.xyz';

const KERNEL = '/proc';

const ACCEPTED = 'use an absolute path such as /mnt/locust';

/** The same folder is the same text: no doubled slashes, no single dots, no slash at the end. */
export function normalPath(path: string): string {
  return `/${path
    .split('/')
    .filter(it => it !== '' && it !== '.')
    .join('/')}`;
}

export function mountPathField() {
  return textField({
    description: 'The folder to mount at, an absolute path.',
    maxLength: 4096,
    accepted: 'an absolute path such as /mnt/locust',
    refusal: `is not an absolute path; ${ACCEPTED}`,
    pattern: '^/',
    check: pathProblem,
    rules: [
      {
        rule: "!self.contains(':') && !self.matches('(^|/)\\\\.\\\\.(/|$)')",
        message: `the path holds ":" or "..", which Kubernetes refuses; ${ACCEPTED}`,
      },
      {
        rule: "self == '' || self.matches('[^/.]')",
        message: `mounting at / would hide the whole image; ${ACCEPTED}`,
      },
      {
        rule: `!(self + '/').startsWith('${RESERVED_MOUNT_PATH}/')`,
        message: `${RESERVED_MOUNT_PATH} belongs to the engine; ${ACCEPTED}`,
      },
    ],
  });
}

function isBelow(folder: string, path: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}

function pathProblem(path: string): string | undefined {
  if (path.includes(':') || path.split('/').includes('..')) {
    return `${shown(
      path,
    )} holds ":" or "..", which Kubernetes refuses; ${ACCEPTED}.`;
  }
  const normal = normalPath(path);
  if (!/[^/.]/.test(normal)) {
    return `Mounting at / would hide the whole image; ${ACCEPTED}.`;
  }
  if (isBelow(KERNEL, normal)) {
    return `${KERNEL} is the kernel's, and no container starts with something mounted there; ${ACCEPTED}.`;
  }
  return isBelow(RESERVED_MOUNT_PATH, normal)
    ? `${RESERVED_MOUNT_PATH} belongs to the engine; ${ACCEPTED}.`
    : undefined;
}
