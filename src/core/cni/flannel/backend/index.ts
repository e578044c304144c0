/** The list of backends. */
import type { BackendConf } from '../backend-conf';
import type { Backend } from './backend';
import { hostGw } from './host-gw';
import { ipip } from './ipip';
import { udp } from './udp';
import { vxlan } from './vxlan';
import { wireguard } from './wireguard';

const backends: { readonly [T in BackendConf['type']]: Backend<Extract<BackendConf, { readonly type: T }>> } =
  {
    vxlan,
    'host-gw': hostGw,
    ipip,
    wireguard,
    udp,
  };

/** The backend of a configuration; it may be handed that configuration and no other. */
export function backendOf(type: BackendConf['type']): Backend<BackendConf> {
  return backends[type];
}
