import { readFile } from 'node:fs/promises';
import { runCommand } from './runCommand';

/** Mount points in or below a folder, from `/proc/self/mountinfo`, the innermost first. */
export function mountPointsBelow(
  folder: string,
  mountInfo: string,
): readonly string[] {
  return mountInfo
    .split('\n')
    .map(line => line.split(' ')[4])
    .filter(point => point !== undefined)
    .map(point =>
      // Blanks and the like are written as three octal digits.
      point.replace(/\\(\d{3})/g, (_, digits: string) =>
        String.fromCharCode(parseInt(digits, 8)),
      ),
    )
    .filter(point => point === folder || point.startsWith(`${folder}/`))
    .reverse();
}

/** Takes away everything that is mounted in or below a folder. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const point of await mountedBelow(folder)) {
    await runCommand('umount', [point]).catch(() =>
      runCommand('umount', ['--lazy', point]),
    );
  }
  const left = await mountedBelow(folder);
  if (left.length > 0) {
    throw new Error(`Still mounted: ${left.join(', ')}`);
  }
}

async function mountedBelow(folder: string) {
  return mountPointsBelow(
    folder,
    await readFile('/proc/self/mountinfo', 'utf8'),
  );
}
