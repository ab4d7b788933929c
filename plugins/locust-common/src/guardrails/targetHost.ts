/**
 * The host that a run's `host` means, as a browser or an HTTP client would read it: lower case, other spellings of an
 * address (`0x7f.1`, `2130706433`) written out, IPv6 without brackets, no dot at the end.
 *
 * @returns undefined where it is no address of a server
 * @public
 */
export function hostNameOf(host: string): string | undefined {
  try {
    const url = new URL(
      /^[a-z][a-z0-9+.-]*:\/\//i.test(host) ? host : `http://${host}`,
    );
    // Other schemes have no rules for addresses: what HTTP makes of it counts.
    const { hostname } = /^https?:$/.test(url.protocol)
      ? url
      : new URL(`http://${url.host}`);
    const name = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    return mappedIpv4(name) ?? (name || undefined);
  } catch {
    return undefined;
  }
}

/** `::ffff:7f00:1` is 127.0.0.1. */
function mappedIpv4(name: string): string | undefined {
  const mapped = name.match(/^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/);
  if (!mapped) {
    return undefined;
  }
  const [high, low] = mapped.slice(1).map(part => parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * What nobody means by a system under test: the pod itself, the addresses by which clouds hand out credentials, and the
 * cluster's own API.
 *
 * @returns what it is; undefined for any other host
 * @public
 */
export function sensitiveHost(name: string): string | undefined {
  if (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    /^127\./.test(name) ||
    name === '::1'
  ) {
    return 'the pod of the load test itself';
  }
  if (name === '0.0.0.0' || name === '::') {
    return 'no address of a server';
  }
  if (
    /^169\.254\./.test(name) ||
    /^fe[89ab][0-9a-f]:/.test(name) ||
    name === 'fd00:ec2::254' ||
    name === 'metadata.google.internal'
  ) {
    return 'where clouds hand out their credentials';
  }
  if (/^kubernetes(\.default(\.svc(\..+)?)?)?$/.test(name)) {
    return "the cluster's own API";
  }
  return undefined;
}
