/** flannel: a daemon on every node, and a plugin that hands over to bridge and host-local. */
import type { NetworkSolution } from '../../cluster/controller';
import { flanneld } from './flanneld';
import { flannelPlugin } from './plugin';

export const flannel: NetworkSolution = {
  kind: 'flannel',
  controllers: [flanneld],
  plugins: [flannelPlugin],
};
