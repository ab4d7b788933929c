import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 26;

/**
 * The identity of a run, the same for everybody who computes it and known before its Job exists: 26 characters of
 * [a-z2-7], which are 130 bits of a hash over (cluster, Locust, Job name).
 */
export function runId(
  clusterUid: string,
  locustUid: string,
  jobName: string,
): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([clusterUid, locustUid, jobName]))
    .digest();
  let id = '';
  let bits = 0;
  let value = 0;
  for (const byte of hash) {
    value = value * 256 + byte;
    bits += 8;
    while (bits >= 5 && id.length < LENGTH) {
      bits -= 5;
      const digit = Math.floor(value / 2 ** bits);
      value -= digit * 2 ** bits;
      id += ALPHABET[digit];
    }
  }
  return id;
}
