/** How a packet begins, in decisions without a table: what was asked and the answer in one line of protocol text. */
import { formatIpv4 } from '../../wire/addr';
import type { TraceKind } from '../../trace/kinds';
import { devName, linkAt, netnsName } from '../names';
import { untabled, type Witness } from './evidence';

export const sending = {
  'arp.request': ({ detail }) =>
    untabled('', `who-has ${formatIpv4(detail.target)} tell ${formatIpv4(detail.source)}`),
  'link.tx': (record, { world }) => {
    const link = linkAt(world, record.netns, record.dev);
    const name = devName(world, record.netns, record.dev);
    const peer = link?.kind === 'veth' || link?.kind === 'physical' ? link.peer : null;
    if (peer === null) return untabled('', name);
    return untabled(
      '',
      `${name} → ${netnsName(world, peer.netns)} ${devName(world, peer.netns, peer.ifindex)}`,
    );
  },
  'ip.output': ({ detail, netns }, { world }) =>
    untabled('', `${formatIpv4(detail.nexthop)} dev ${devName(world, netns, detail.dev)}`),
  'sock.send': ({ detail }) => untabled('', detail.errno ?? `${detail.socket} → ${formatIpv4(detail.to)}`),
  process: ({ detail }) => untabled('', detail.argv.join(' ')),
  input: ({ detail }) => untabled('', detail.command),
} as const satisfies { readonly [K in TraceKind]?: Witness<K> };
