import { BlockList, isIPv6 } from 'node:net';

/**
 * The range from which an address is reachable, the widest first. Source: IANA's special-purpose registries.
 */
export type Reach = 'public' | 'private' | 'loopback' | 'nowhere';

const WIDTH: readonly Reach[] = ['public', 'private', 'loopback'];

const LISTS: readonly (readonly [Reach, BlockList])[] = [
  ['loopback', blocks(['127.0.0.0', 8], ['::1', 128])],
  // Link-local (where clouds serve credentials to their machines), unspecified, multicast, reserved.
  ['nowhere', blocks(
    ['169.254.0.0', 16], ['0.0.0.0', 8], ['224.0.0.0', 4], ['240.0.0.0', 4],
    ['::', 128], ['fe80::', 10], ['ff00::', 8], ['fd00:ec2::', 32],
  )],
  ['private', blocks(
    ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['198.18.0.0', 15],
    ['192.0.0.0', 24], ['fc00::', 7], ['fec0::', 10],
  )],
];

export function blocks(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  subnets.forEach(([net, prefix]) => list.addSubnet(net, prefix, familyOf(net)));
  return list;
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** An IPv4 address in IPv6 notation, mapped or by NAT64: its range is that of the IPv4 address. */
const EMBEDDED = /^(?:::ffff:|64:ff9b::)(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i;

export function reachOf(address: string): Reach {
  const [, dotted, high, low] = EMBEDDED.exec(address) ?? [];
  if (dotted !== undefined) {
    return reachOf(dotted);
  }
  if (high !== undefined) {
    return reachOf([high, low].flatMap((pair) => [...Buffer.from(pair.padStart(4, '0'), 'hex')]).join('.'));
  }
  return LISTS.find(([, list]) => list.check(address, familyOf(address)))?.[0] ?? 'public';
}

/** A deployment must not redirect its callers to an address with a smaller range than its own. */
export function mayLeadTo(from: Reach, to: Reach): boolean {
  return to !== 'nowhere' && WIDTH.indexOf(to) <= WIDTH.indexOf(from);
}
