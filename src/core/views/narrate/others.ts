/** Sentences about what not every packet meets: fetched with the first record of such a kind. */
import type { TraceKind } from '../../trace/kinds';
import * as bgp from './bgp';
import * as cluster from './cluster';
import * as host from './host';
import * as ip from './ip';
import * as link from './link';
import * as neigh from './neigh';
import * as netfilter from './netfilter';
import type { Narrator } from './scene';
import * as tcp from './tcp';
import * as tunnel from './tunnel';
import * as vlan from './vlan';

export const otherNarrators = {
  'link.rx': link.linkRx,
  'bridge.learn': link.bridgeLearn,
  'bridge.forward': link.bridgeForward,
  'macvlan.forward': link.macvlanForward,
  'ipvlan.forward': link.ipvlanForward,
  'fdb.expire': link.fdbExpire,
  'neigh.update': neigh.neighUpdate,
  'arp.receive': neigh.arpReceive,
  'route.exception': ip.routeException,
  'ip.input': ip.ipInput,
  'ip.ttl': ip.ipTtl,
  'ip.fragment': ip.ipFragment,
  'ip.reassemble': ip.ipReassemble,
  'tunnel.learn': link.tunnelLearn,
  'icmp.send': ip.icmpSend,
  'icmp.echo': ip.icmpEcho,
  'sock.deliver': host.sockDeliver,
  'nf.rule': netfilter.nfRule,
  'ct.lookup': netfilter.ctLookup,
  'nat.apply': netfilter.natApply,
  bookkeeping: host.bookkeeping,
  drop: host.drop,
  'op.apply': host.opApply,
  'tunnel.lookup': tunnel.tunnelLookup,
  'tunnel.encap': tunnel.tunnelEncap,
  'tunnel.decap': tunnel.tunnelDecap,
  'vlan.forward': vlan.vlanForward,
  'bridge.vlan': vlan.bridgeVlan,
  'wireguard.session': tunnel.wireguardSession,
  'user.cross': tunnel.userCross,
  'sock.state': tcp.sockState,
  'tcp.timer': tcp.tcpTimer,
  'bgp.session': bgp.bgpSession,
  'bgp.update': bgp.bgpUpdate,
  'bird.route': bgp.birdRoute,
  'bird.kernel': bgp.birdKernel,
  'api.change': cluster.apiChange,
  'ctrl.reconcile': cluster.reconcile,
  'cni.call': cluster.cniCall,
} satisfies { readonly [K in TraceKind]?: Narrator<K> };
