/** Sentences about what not every packet meets: fetched with the first record of such a kind. */
import type { TraceKind } from '../../trace/kinds';
import * as bgp from './bgp';
import * as cluster from './cluster';
import type { Narrator } from './scene';
import * as tcp from './tcp';
import * as tunnel from './tunnel';

export const otherNarrators = {
  'tunnel.lookup': tunnel.tunnelLookup,
  'tunnel.encap': tunnel.tunnelEncap,
  'tunnel.decap': tunnel.tunnelDecap,
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
