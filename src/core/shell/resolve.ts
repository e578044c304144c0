/** Names of hosts. Nothing resolves names yet: only addresses are understood. */
import type { Ipv4Addr } from '../wire/addr';
import { parseIpv4 } from '../wire/addr';
import type { CommandIo } from './command';

/** The address a command is to talk to; null where the name has none. */
export function resolveHost(_io: CommandIo, host: string): Ipv4Addr | null {
  const addr = parseIpv4(host);
  return addr.ok ? addr.value : null;
}
