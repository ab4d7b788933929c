import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withFolderLock } from './fileLock';

describe('withFolderLock', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'folder-lock-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('lets one at a time in, and tells the others that they wait', async () => {
    const events: string[] = [];
    let letGo = () => {};
    const held = new Promise<void>(resolve => {
      letGo = resolve;
    });
    let firstIsIn = () => {};
    const entered = new Promise<void>(resolve => {
      firstIsIn = resolve;
    });
    const first = withFolderLock(
      folder,
      () => {},
      async () => {
        events.push('first in');
        firstIsIn();
        await held;
        events.push('first out');
      },
    );
    await entered;
    const second = withFolderLock(
      folder,
      () => {
        events.push('second waits');
        letGo();
      },
      async () => {
        events.push('second in');
      },
    );
    await Promise.all([first, second]);
    expect(events).toEqual([
      'first in',
      'second waits',
      'first out',
      'second in',
    ]);
  });

  it('is free again after a failure', async () => {
    const failing = withFolderLock(
      folder,
      () => {},
      async () => {
        throw new Error('no');
      },
    );
    await expect(failing).rejects.toThrow('no');
    await expect(
      withFolderLock(
        folder,
        () => {},
        async () => 'in',
      ),
    ).resolves.toBe('in');
  });
});
