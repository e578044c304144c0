/** The plugins in /opt/cni/bin of every node: those of containernetworking/plugins. */
import { registry } from '../../base/registry';
import type { CniPlugin, CniPlugins, PluginRelease } from '../../cluster/cni/plugin';

/** What the plugins are modelled after. */
export const RELEASE: PluginRelease = {
  version: 'v1.9.1',
  cniVersions: ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'],
};

const shelf: readonly CniPlugin[] = [];

export const plugins: CniPlugins = { release: RELEASE, byType: registry(shelf) };
