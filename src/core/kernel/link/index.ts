/** The list of link kinds. */
import type { LinkKind } from '../../model/link';
import { bridge } from './bridge';
import { dummy } from './dummy';
import { geneve } from './geneve';
import { ifb } from './ifb';
import { ipip } from './ipip';
import { ipvlan } from './ipvlan';
import type { LinkDriver } from './kind';
import { loopback } from './loopback';
import { macvlan } from './macvlan';
import { physical } from './physical';
import { tun } from './tun';
import { veth } from './veth';
import { vxlan } from './vxlan';
import { wireguard } from './wireguard';

export const linkKinds: Readonly<Record<LinkKind, LinkDriver>> = {
  loopback,
  veth,
  physical,
  bridge,
  vxlan,
  geneve,
  dummy,
  tun,
  ipip,
  wireguard,
  macvlan,
  ipvlan,
  ifb,
};
