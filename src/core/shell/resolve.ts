/** Names of hosts: addresses, and what `/etc/hosts` has (hosts(5)). Nobody asks a DNS server but `dig`. */
import type { Ipv4Addr } from '../wire/addr';
import { parseIpv4 } from '../wire/addr';
import type { CommandIo } from './command';
import { fileText } from './files';
import { netnsNamed } from './netns';

/** The address a command is to talk to; null where the name has none. */
export function resolveHost({ host: { world }, netns }: CommandIo, host: string): Ipv4Addr | null {
  const addr = parseIpv4(host);
  if (addr.ok) return addr.value;
  const name = host.toLowerCase().replace(/\.$/, '');
  for (const line of (fileText(world, netnsNamed(world, netns), '/etc/hosts') ?? '').split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const found = parseIpv4(address);
    if (found.ok && names.some((each) => each.toLowerCase() === name)) return found.value;
  }
  return null;
}
