/** The control loops every cluster has. Those of a network solution are in its own folder in cni/. */
import type { AnyControllerKind } from '../controller';
import { deployment } from './deployment';
import { kubelet } from './kubelet';
import { namespaceLoop } from './namespace';
import { nodeIpam } from './node-ipam';
import { nodeLifecycle } from './node-lifecycle';
import { routeController } from './route-controller';
import { scheduler } from './scheduler';

/** In the order in which they hear of a change. A kind's state is only ever made by itself. */
export const controllerKinds: readonly AnyControllerKind[] = [
  nodeIpam,
  nodeLifecycle,
  scheduler,
  deployment,
  namespaceLoop,
  kubelet,
  routeController,
];

/** One of each, in the control plane. */
export const CONTROL_PLANE: readonly string[] = [
  nodeIpam,
  nodeLifecycle,
  scheduler,
  deployment,
  namespaceLoop,
].map((one) => one.kind);

/** Runs where the cluster is in a cloud with a route table. */
export const CLOUD_CONTROLLERS: readonly string[] = [routeController.kind];

/** One on every node. */
export const NODE_CONTROLLERS: readonly string[] = [kubelet.kind];
