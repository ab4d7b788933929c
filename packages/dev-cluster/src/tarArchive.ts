import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FileHandle, lstat, open, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';

const BLOCK = 512;
const WRITE_CHUNK = 1 << 20;

type EntryType = 'file' | 'hardlink' | 'symlink' | 'folder';

const TYPE_FLAGS: Readonly<Record<EntryType, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  folder: '5',
};

/** What stands before an entry's content. */
export interface TarHeader {
  readonly name: string;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly linkName?: string;
}

/** Writes a tar archive (POSIX.1-2001) entry by entry, and its SHA-256 as it goes. */
export class TarArchive {
  private readonly hash = createHash('sha256');
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create(fileName: string): Promise<TarArchive> {
    return new TarArchive(await open(fileName, 'w', 0o600));
  }

  /** A file that holds the given bytes. */
  async addFile(name: string, content: Buffer, mode = 0o644): Promise<void> {
    const size = content.length;
    await this.write(
      renderTarHeader({
        ...{ name, type: 'file', mode, uid: 0, gid: 0, modified: 0 },
        size,
      }),
    );
    await this.write(content);
    await this.pad(size);
  }

  /** A file with the content of one on disk. */
  async addFileFrom(
    source: string,
    header: Omit<TarHeader, 'size' | 'type'>,
  ): Promise<void> {
    const { size } = await lstat(source);
    await this.write(renderTarHeader({ ...header, type: 'file', size }));
    let written = 0;
    for await (const chunk of createReadStream(source)) {
      written += chunk.length;
      await this.write(chunk);
    }
    if (written !== size) {
      throw new Error(`${source} changed while it was being packed`);
    }
    await this.pad(size);
  }

  /** Everything in a folder, sorted by name; devices and sockets are left out, for a container gets its own. */
  async addTree(root: string): Promise<void> {
    const firstNames = new Map<string, string>();
    const addFolder = async (folder: string): Promise<void> => {
      const names = (await readdir(path.join(root, folder))).sort();
      for (const child of names) {
        const name = path.join(folder, child);
        const source = path.join(root, name);
        const stat = await lstat(source);
        const header = {
          name,
          mode: stat.mode % 0o10000,
          uid: stat.uid,
          gid: stat.gid,
          modified: Math.floor(stat.mtimeMs / 1000),
        };
        const inode = `${stat.dev}:${stat.ino}`;
        const firstName = stat.nlink > 1 ? firstNames.get(inode) : undefined;
        if (stat.isDirectory()) {
          await this.write(
            renderTarHeader({
              ...{ ...header, name: `${name}/` },
              ...{ type: 'folder', size: 0 },
            }),
          );
          await addFolder(name);
        } else if (stat.isSymbolicLink()) {
          await this.write(
            renderTarHeader({
              ...{ ...header, type: 'symlink', size: 0 },
              linkName: await readlink(source),
            }),
          );
        } else if (stat.isFile() && firstName) {
          await this.write(
            renderTarHeader({
              ...{ ...header, type: 'hardlink', size: 0 },
              linkName: firstName,
            }),
          );
        } else if (stat.isFile()) {
          firstNames.set(inode, name);
          await this.addFileFrom(source, header);
        }
      }
    };
    await addFolder('');
  }

  /** Ends the archive; returns the SHA-256 of all of it, in hexadecimal. */
  async close(): Promise<string> {
    await this.write(Buffer.alloc(2 * BLOCK));
    await this.flush();
    await this.file.close();
    return this.hash.digest('hex');
  }

  private async pad(size: number) {
    const rest = size % BLOCK;
    if (rest > 0) {
      await this.write(Buffer.alloc(BLOCK - rest));
    }
  }

  private async write(bytes: Buffer) {
    this.hash.update(bytes);
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    if (this.pendingBytes >= WRITE_CHUNK) {
      await this.flush();
    }
  }

  private async flush() {
    const bytes = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    // Written at the file's own position, which may take several turns.
    let done = 0;
    while (done < bytes.length) {
      done += (await this.file.write(bytes, done)).bytesWritten;
    }
  }
}

/** The header of an entry; what does not fit the old format's fields goes before it in an extended header. */
export function renderTarHeader(header: TarHeader): Buffer {
  const extended: Record<string, string> = {};
  if (!fits(header.name)) {
    extended.path = header.name;
  }
  if (header.linkName !== undefined && !fits(header.linkName)) {
    extended.linkpath = header.linkName;
  }
  const records = Buffer.from(
    Object.entries(extended).map(renderExtendedRecord).join(''),
  );
  const own = renderBlock(header, TYPE_FLAGS[header.type]);
  if (records.length === 0) {
    return own;
  }
  const padding = (BLOCK - (records.length % BLOCK)) % BLOCK;
  return Buffer.concat([
    renderBlock(
      {
        ...{ ...header, name: 'extended-header', linkName: undefined },
        size: records.length,
      },
      'x',
    ),
    records,
    Buffer.alloc(padding),
    own,
  ]);
}

function fits(text: string) {
  return /^[\x20-\x7e]*$/.test(text) && text.length <= 100;
}

/** `LENGTH KEY=VALUE\n`, where the length counts the whole record, its own digits included. */
function renderExtendedRecord([key, value]: readonly [string, string]) {
  const rest = ` ${key}=${value}\n`;
  const restBytes = Buffer.byteLength(rest);
  let length = restBytes + String(restBytes).length;
  length = restBytes + String(length).length;
  return `${length}${rest}`;
}

function renderBlock(header: TarHeader, typeFlag: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) =>
    `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(header.name.slice(0, 100), 0, 100);
  block.write(octal(header.mode, 7), 100);
  block.write(octal(header.uid, 7), 108);
  block.write(octal(header.gid, 7), 116);
  block.write(octal(header.size, 11), 124);
  block.write(octal(header.modified, 11), 136);
  // The checksum is taken with its own field filled with blanks.
  block.write(' '.repeat(8), 148);
  block.write(typeFlag, 156);
  block.write((header.linkName ?? '').slice(0, 100), 157, 100);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
