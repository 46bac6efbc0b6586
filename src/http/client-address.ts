import type { IncomingMessage } from 'node:http';

/**
 * The address of who is calling. Behind `trustedProxyHops` proxies it stands that many places from the end of
 * X-Forwarded-For; what stands before it was written by the caller and counts for nothing.
 */
export function clientAddress(incoming: IncomingMessage, trustedProxyHops: number): string {
  const socketAddress = incoming.socket.remoteAddress ?? '';
  if (trustedProxyHops === 0) return socketAddress;
  const forwarded = String(incoming.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  return forwarded.at(-trustedProxyHops) ?? socketAddress;
}
