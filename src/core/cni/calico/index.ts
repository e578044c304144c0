/** Calico: calico-node on every node, a plugin with an IPAM of its own. Canal: its policies, and flannel's tunnels. */
import type { NetworkSolution } from '../../cluster/controller';
import { flanneld } from '../flannel/flanneld';
import { calicoIpam } from './ipam/plugin';
import { kubeControllers } from './kube-controllers';
import { calicoNode } from './node';
import { calicoPlugin } from './plugin';

export const calico: NetworkSolution = {
  kind: 'calico',
  controllers: [calicoNode],
  controlPlane: [kubeControllers],
  plugins: [calicoPlugin, calicoIpam],
};

/** Calico's plugin and felix, which find everything moved by flanneld. Source: calico manifests/canal.yaml. */
export const canal: NetworkSolution = {
  kind: 'canal',
  controllers: [flanneld, calicoNode],
  plugins: [calicoPlugin],
};
