/** The plugins that are fetched when a configuration names one. */
import type { CniPlugin } from '../../cluster/cni/plugin';
import { bandwidth } from './bandwidth';
import { firewall } from './firewall';
import { hostDevice } from './host-device';
import { macvlan } from './macvlan';
import { ptp } from './ptp';
import { staticIpam } from './static';

export const others: readonly CniPlugin[] = [bandwidth, firewall, hostDevice, macvlan, ptp, staticIpam];
