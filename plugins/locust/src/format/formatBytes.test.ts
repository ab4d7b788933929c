import { formatBytes } from './formatBytes';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1_250, '1.2 KiB'],
  [921_600, '900 KiB'],
  [3 * 1024 * 1024, '3.0 MiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
