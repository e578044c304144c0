/** The plugins in /opt/cni/bin of every node: those of containernetworking/plugins. */
import { registry } from '../../base/registry';
import type { CniPlugin, CniPlugins, PluginRelease } from '../../cluster/cni/plugin';
import { bandwidth } from './bandwidth';
import { bridge } from './bridge';
import { firewall } from './firewall';
import { hostDevice } from './host-device';
import { hostLocal } from './host-local';
import { loopback } from './loopback';
import { macvlan } from './macvlan';
import { portmap } from './portmap';
import { ptp } from './ptp';
import { staticIpam } from './static';

/** What the plugins are modelled after. */
export const RELEASE: PluginRelease = {
  version: 'v1.9.1',
  cniVersions: ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'],
};

export const referencePlugins: readonly CniPlugin[] = [
  bandwidth,
  bridge,
  firewall,
  hostDevice,
  hostLocal,
  loopback,
  macvlan,
  portmap,
  ptp,
  staticIpam,
];

export const plugins: CniPlugins = { release: RELEASE, byType: registry(referencePlugins) };
