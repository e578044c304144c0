/** `/etc/resolv.conf` (resolv.conf(5)): which servers are asked. */
import { parseIpv4, type Ipv4Addr } from '../../../wire/addr';
import type { CommandIo } from '../../command';
import { fileText } from '../../files';
import { netnsNamed } from '../../netns';

/** Servers a resolver looks at (MAXNS). */
const SERVERS_MAX = 3;

/** The IPv4 servers, in their order; none where the file names none. */
export function nameServers({ host, netns }: CommandIo): readonly Ipv4Addr[] {
  const text = fileText(host.world, netnsNamed(host.world, netns), '/etc/resolv.conf') ?? '';
  return text
    .split('\n')
    .flatMap((line) => {
      const [, word = ''] = /^nameserver\s+(\S+)/.exec(line) ?? [];
      const addr = parseIpv4(word);
      return addr.ok ? [addr.value] : [];
    })
    .slice(0, SERVERS_MAX);
}
