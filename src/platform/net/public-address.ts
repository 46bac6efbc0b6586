import { BlockList, isIP } from 'node:net';

// Addresses that are not on the public internet (IANA special-purpose registries, RFC 6890 and its updates).
const V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

const closedV4 = new BlockList();
for (const [net, prefix] of V4) closedV4.addSubnet(net, prefix, 'ipv4');

// Of IPv6 only 2000::/3 is handed out; what carries an IPv4 address inside it is refused whatever it carries.
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const closedV6 = new BlockList();
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closedV6.addSubnet(net, prefix, 'ipv6');

/** Whether an address (without brackets) is one of the public internet. What is no address is none. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !closedV4.check(address, 'ipv4');
  if (kind !== 6 || address.includes('%')) return false;
  return globalV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
}

/** Whether an address means this machine: 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
