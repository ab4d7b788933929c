import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';

// The first is systemd's own list of those behind its stub, which listens on a loopback address.
const FILES = ['/run/systemd/resolve/resolv.conf', '/etc/resolv.conf'];

const PROBE_TIMEOUT_MS = 1_000;

/** The host's resolvers that the node can use: reachable from its namespace, and known to answer. */
export async function hostResolvers(): Promise<readonly string[]> {
  for (const file of FILES) {
    const found = parseResolvers(await readFile(file, 'utf8').catch(() => ''));
    if (found.length > 0) {
      const answers = await Promise.all(found.map(answersProperly));
      return found.filter((_, index) => answers[index]);
    }
  }
  return [];
}

/** The IPv4 name servers of a resolv.conf, without those on a loopback address, which mean another host elsewhere. */
export function parseResolvers(text: string): readonly string[] {
  return text.split('\n').flatMap(line => {
    const address = /^\s*nameserver\s+(\d+\.\d+\.\d+\.\d+)\s*$/.exec(line)?.[1];
    return address && !address.startsWith('127.') ? [address] : [];
  });
}

/** One that cannot say of a name that there is none would keep programs from trying the next name of a search list. */
async function answersProperly(server: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: PROBE_TIMEOUT_MS, tries: 1 });
  resolver.setServers([server]);
  try {
    // RFC 6761: no name below `invalid` exists.
    await resolver.resolve4('dev-cluster.invalid');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTFOUND';
  }
}
