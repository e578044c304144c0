/** The control loops every cluster has. Those of a network solution are in its own folder in cni/. */
import type { AnyControllerKind } from '../controller';

/** In the order in which they hear of a change. */
export const controllerKinds: readonly AnyControllerKind[] = [];

/** Those that run on every node; the others run in the control plane, one of each. */
export const NODE_CONTROLLERS: readonly string[] = ['kubelet'];
