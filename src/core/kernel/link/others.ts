/** The link kinds that are fetched when a frame leaves through one. */
import { geneve } from './geneve';
import { ipip } from './ipip';
import { ipvlan } from './ipvlan';
import { macvlan } from './macvlan';
import { vlan } from './vlan';
import { wireguard } from './wireguard';

export const others = { geneve, ipip, ipvlan, macvlan, vlan, wireguard } as const;
