import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from './runCommand';
import { snapshotterFor } from './snapshotter';

describe('snapshotterFor', () => {
  it('goes by the file system that the folder lies on', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'snapshotter-'));
    try {
      const fileSystem = await runCommand('stat', ['-f', '-c', '%T', folder]);
      expect(await snapshotterFor(folder)).toBe(
        fileSystem.trim().startsWith('overlay') ? 'native' : 'overlayfs',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
