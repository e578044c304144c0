/**
 * calico-kube-controllers: gives back the blocks and addresses of nodes that have left, once none of their pods is left
 * either. Source: calico kube-controllers/pkg/controllers/node/ipam.go checkAllocations, cleanupNode.
 */
import { textAt } from '../../base/json';
import type { ControllerIo, ControllerKind } from '../../cluster/controller';
import type { ObjectChange } from '../../cluster/watch';
import type { ApiObject, ClusterState } from '../../model/cluster';
import { affinityName, blocksOf, disown, releaseHandle } from './ipam/assign';
import { holders, type Block } from './ipam/block';

const KIND = 'calico-kube-controllers';

const whenDeleted = (
  _object: ApiObject,
  _cluster: ClusterState,
  { reason }: ObjectChange,
): readonly string[] => (reason === 'deleted' ? [KIND] : []);

export const kubeControllers: ControllerKind<null> = {
  kind: KIND,
  initial: null,
  watches: { Node: whenDeleted, Pod: whenDeleted },
  reconcile(io, state, request) {
    if (request.reason !== 'deleted') return state;
    const { kind, metadata, spec = {} } = request.object;
    const node = kind === 'Node' ? metadata.name : textAt(spec, 'nodeName');
    if (node !== '' && io.get('Node', '', node) === null) release(io, node);
    return state;
  },
};

/** What a node holds, wherever the block belongs. */
function heldBy(blocks: readonly Block[], node: string) {
  return blocks
    .flatMap(holders)
    .map(({ by }) => by)
    .filter(({ secondary }) => secondary['node'] === node);
}

function release(io: ControllerIo, node: string): void {
  const blocks = blocksOf(io, null);
  const held = heldBy(blocks, node);
  const own = blocks.filter((block) => block.node === node);
  // A pod that is still there casts doubt on the node's being gone.
  const valid = held.some(({ secondary: { namespace = '', pod } }) =>
    pod === undefined ? false : textAt(io.get('Pod', namespace, pod)?.spec ?? {}, 'nodeName') === node,
  );
  if (valid || (held.length === 0 && own.length === 0)) return;
  io.decide('acts', 'calicoNodeGone', { node, blocks: own.length, addresses: held.length });
  for (const handle of new Set(held.map(({ handle_id }) => handle_id))) releaseHandle(io, handle);
  for (const { name, cidr } of own) {
    disown(io, name);
    io.delete({ kind: 'BlockAffinity', namespace: '', name: affinityName(node, cidr) });
  }
}
