/**
 * A cloud's source/destination check at the interface of an instance, as rules of the bridge that the interface is: a fabric
 * is made with them, and a fault puts them back.
 */

/** Name of the port towards the instance. */
export const INSTANCE_PORT = 'instance';

/** What an instance sends must be from its address, what it gets must be for it. `how` is `-A`, `-I` or `-D`. */
export function sourceDestRules(address: string, how: '-A' | '-I' | '-D'): readonly string[] {
  const rule = (port: string, match: string, what: string): string =>
    `iptables ${how} FORWARD -m physdev ${port} ${INSTANCE_PORT} ! ${match} ${address}/32 -m comment --comment ${what}-check -j DROP`;
  return [rule('--physdev-in', '-s', 'source'), rule('--physdev-out', '-d', 'destination')];
}
