/** Record → one sentence that says what happens and why. */
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import type { Message } from './message';
import * as bgp from './narrate/bgp';
import * as cluster from './narrate/cluster';
import * as host from './narrate/host';
import * as ip from './narrate/ip';
import * as link from './narrate/link';
import * as neigh from './narrate/neigh';
import * as netfilter from './narrate/netfilter';
import type { Narrator, Scene } from './narrate/scene';
import * as tcp from './narrate/tcp';
import * as tunnel from './narrate/tunnel';

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
  'tunnel.lookup': tunnel.tunnelLookup,
  'tunnel.encap': tunnel.tunnelEncap,
  'tunnel.decap': tunnel.tunnelDecap,
  'tunnel.learn': link.tunnelLearn,
  'wireguard.session': tunnel.wireguardSession,
  'user.cross': tunnel.userCross,
  'icmp.send': ip.icmpSend,
  'icmp.echo': ip.icmpEcho,
  'sock.deliver': host.sockDeliver,
  'sock.send': host.sockSend,
  'sock.state': tcp.sockState,
  'tcp.timer': tcp.tcpTimer,
  'bgp.session': bgp.bgpSession,
  'bgp.update': bgp.bgpUpdate,
  'bird.route': bgp.birdRoute,
  'bird.kernel': bgp.birdKernel,
  process: host.processStep,
  'nf.rule': netfilter.nfRule,
  'ct.lookup': netfilter.ctLookup,
  'nat.apply': netfilter.natApply,
  bookkeeping: host.bookkeeping,
  drop: host.drop,
  'op.apply': host.opApply,
  'api.change': cluster.apiChange,
  'ctrl.reconcile': cluster.reconcile,
  'cni.call': cluster.cniCall,
  input: host.input,
} satisfies { readonly [K in TraceKind]: Narrator<K> };

/** All kinds of records, for documents that name them. */
export const TRACE_KINDS = Object.keys(narrators) as readonly TraceKind[];

export function narrate(record: TraceRecord, scene: Scene): Message {
  const narrator = narrators[record.kind] as (record: TraceRecord, scene: Scene) => Message;
  return narrator(record, scene);
}
