/** Record → one sentence that says what happens and why. */
import { Part } from '../base/part';
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import type { Message } from './message';
import * as host from './narrate/host';
import * as ip from './narrate/ip';
import * as link from './narrate/link';
import * as neigh from './narrate/neigh';
import * as netfilter from './narrate/netfilter';
import type { Narrator, Scene } from './narrate/scene';

const narrators = {
  'link.tx': link.linkTx,
  'link.rx': link.linkRx,
  'bridge.learn': link.bridgeLearn,
  'bridge.forward': link.bridgeForward,
  'macvlan.forward': link.macvlanForward,
  'ipvlan.forward': link.ipvlanForward,
  'fdb.expire': link.fdbExpire,
  'neigh.lookup': neigh.neighLookup,
  'neigh.update': neigh.neighUpdate,
  'arp.request': neigh.arpRequest,
  'arp.receive': neigh.arpReceive,
  'route.lookup': ip.routeLookup,
  'route.source': ip.routeSource,
  'route.exception': ip.routeException,
  'ip.input': ip.ipInput,
  'ip.ttl': ip.ipTtl,
  'ip.output': ip.ipOutput,
  'ip.fragment': ip.ipFragment,
  'ip.reassemble': ip.ipReassemble,
  'tunnel.learn': link.tunnelLearn,
  'icmp.send': ip.icmpSend,
  'icmp.echo': ip.icmpEcho,
  'sock.deliver': host.sockDeliver,
  'sock.send': host.sockSend,
  process: host.processStep,
  'nf.rule': netfilter.nfRule,
  'ct.lookup': netfilter.ctLookup,
  'nat.apply': netfilter.natApply,
  bookkeeping: host.bookkeeping,
  drop: host.drop,
  'op.apply': host.opApply,
  input: host.input,
} satisfies { readonly [K in TraceKind]?: Narrator<K> };

const others = new Part('narration', async () => (await import('./narrate/others')).otherNarrators);

export function narrate(record: TraceRecord, scene: Scene): Message {
  const near: Partial<Record<TraceKind, unknown>> = narrators;
  const all: Partial<Record<TraceKind, unknown>> = near[record.kind] === undefined ? others.content : near;
  return (all[record.kind] as (record: TraceRecord, scene: Scene) => Message)(record, scene);
}
