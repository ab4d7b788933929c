/** What lies at a path: a content, or where a symbolic link leads. */
export type TarEntry = string | Buffer | { readonly link: string };

const BLOCK = 512;

/** An archive as hosts send one: everything below one folder, named after the commit. */
export function tarOf(entries: Readonly<Record<string, TarEntry>>): Buffer {
  return Buffer.concat([
    ...Object.entries(entries).flatMap(([path, entry]) => {
      const isLink = typeof entry === 'object' && 'link' in entry;
      const content = isLink ? Buffer.alloc(0) : Buffer.from(entry as string);
      return [
        header(
          `shop-1a2b3c4/${path}`,
          content.length,
          isLink ? entry.link : '',
        ),
        content,
        Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
      ];
    }),
    Buffer.alloc(2 * BLOCK),
  ]);
}

/** Of the format that POSIX calls ustar. */
function header(path: string, size: number, link: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write(' '.repeat(8), 148);
  block.write(link ? '2' : '0', 156);
  block.write(link, 157);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
