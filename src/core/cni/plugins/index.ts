/** The plugins in /opt/cni/bin of every node: those of containernetworking/plugins. What a pod network is made of by default is at hand. */
import { Part } from '../../base/part';
import { shelf } from '../../base/shelf';
import type { CniPlugins, PluginRelease } from '../../cluster/cni/plugin';
import { bridge } from './bridge';
import { hostLocal } from './host-local';
import { loopback } from './loopback';
import { portmap } from './portmap';

/** What the plugins are modelled after. */
export const RELEASE: PluginRelease = {
  version: 'v1.9.1',
  cniVersions: ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'],
};

const others = new Part('CNI plugins', async () => (await import('./others')).others);

export const plugins: CniPlugins = {
  release: RELEASE,
  byType: shelf([bridge, hostLocal, loopback, portmap], others),
};
