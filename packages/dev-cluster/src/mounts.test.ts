import { mountPointsBelow } from './mounts';

const MOUNT_INFO = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
90 22 0:45 / /run/c/one/shm rw - tmpfs shm rw
91 22 0:46 / /run/c/one/root/fs rw - overlay overlay rw
92 91 0:47 / /run/c/one/root/fs/a\\040b rw - tmpfs tmpfs rw
93 22 0:48 / /run/c/one-more rw - tmpfs tmpfs rw
94 22 0:49 / /run/c/one rw - tmpfs tmpfs rw
`;

describe('mountPointsBelow', () => {
  it('lists what is mounted in or on a folder, what was mounted last first', () => {
    expect(mountPointsBelow('/run/c/one', MOUNT_INFO)).toEqual([
      '/run/c/one',
      '/run/c/one/root/fs/a b',
      '/run/c/one/root/fs',
      '/run/c/one/shm',
    ]);
  });

  it('lists nothing where nothing is mounted', () => {
    expect(mountPointsBelow('/run/c/two', MOUNT_INFO)).toEqual([]);
  });
});
