/** The kinds of records that tell of tunnels. */
import type { VxlanFdbEntry } from '../model/fdb';
import type { RelayRoute } from '../model/process';
import type { AllowedIp } from '../model/wireguard';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { Kind } from './kinds.cluster';
import type { Lookup } from './lookup';
import type { TunnelDecap, TunnelEncap } from './tunnel';

/** Part of {@link TraceKinds}. */
export interface TunnelTraceKinds {
  /** A tunnel looks for the other end: by MAC, by inner destination, or by the next hop of the route. */
  'tunnel.lookup': Kind<
    'found' | 'default' | 'none',
    | (Lookup<MacAddr, VxlanFdbEntry> & { readonly tunnel: 'vxlan' })
    | (Lookup<Ipv4Addr, AllowedIp> & { readonly tunnel: 'wireguard' })
    | (Lookup<Ipv4Addr, RelayRoute> & { readonly tunnel: 'flannel-udp' })
    /** One far end; the key is the inner frame's destination. */
    | { readonly tunnel: 'geneve'; readonly key: MacAddr; readonly remote: Ipv4Addr }
    | {
        readonly tunnel: 'ipip';
        /** The inner destination. */
        readonly key: Ipv4Addr;
        readonly remote: Ipv4Addr;
        /** The device has no end of its own: it took the next hop of the route. */
        readonly byRoute: boolean;
      }
  >;
  /** A frame or packet is wrapped. */
  'tunnel.encap': Kind<'wrapped', TunnelEncap>;
  /** A frame or packet is unwrapped. */
  'tunnel.decap': Kind<'unwrapped', TunnelDecap>;
  /** A session of two wireguard peers: a handshake is asked for, answered, done; signs of life. */
  'wireguard.session': Kind<
    'wait' | 'initiate' | 'accept' | 'respond' | 'complete' | 'confirm' | 'keepalive' | 'heard' | 'give-up',
    {
      /** Name of the peer's public key. */
      readonly peer: string;
      /** 1 for the first initiation, 0 where none is counted. */
      readonly attempt: number;
      /** Packets that wait for the session. */
      readonly staged: number;
    }
  >;
  /** A packet crosses the border between kernel and process at a tun device. */
  'user.cross': Kind<
    'to-process' | 'to-kernel',
    { readonly pid: number; readonly app: string; readonly lenBytes: number }
  >;
  /** A vxlan device learns which VTEP an inner address is behind. */
  'tunnel.learn': Kind<
    'learned' | 'moved' | 'refreshed' | 'not-learning',
    { readonly mac: MacAddr; readonly remote: Ipv4Addr }
  >;
}
