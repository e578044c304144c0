/** Namespaces that are to go: everything in them is deleted, and then they are. */
import type { ApiObject, ClusterState } from '../../model/cluster';
import { objectKey } from '../../model/cluster';
import { resourceKinds } from '../objects';
import type { ControllerIo, ControllerKind } from '../controller';

const KIND = 'namespace-controller';

export const namespaceLoop: ControllerKind<null> = {
  kind: KIND,
  initial: null,
  watches: {
    Namespace: ({ metadata }) => (metadata.deletionTimestamp === undefined ? [] : [KIND]),
    ...Object.fromEntries(
      resourceKinds.filter(({ namespaced }) => namespaced).map(({ kind }) => [kind, inTerminating]),
    ),
  },
  reconcile(io, state, request) {
    if (request.reason !== 'modified' && request.reason !== 'deleted') return state;
    const { object } = request;
    if (object.kind === 'Namespace') {
      if (request.reason === 'modified') empty(io, object.metadata.name);
    } else if (request.reason === 'deleted') {
      // Goes when that was the last thing in it.
      const name = object.metadata.namespace ?? '';
      if (io.get('Namespace', '', name) !== null) io.delete({ kind: 'Namespace', namespace: '', name });
    }
    return state;
  },
};

function inTerminating({ metadata }: ApiObject, cluster: ClusterState): readonly string[] {
  const own = cluster.objects.entries.get(objectKey('Namespace', '', metadata.namespace ?? ''));
  return own?.metadata.deletionTimestamp === undefined ? [] : [KIND];
}

function empty(io: ControllerIo, name: string): void {
  const inside = resourceKinds
    .filter(({ namespaced }) => namespaced)
    .flatMap(({ kind }) => io.list(kind, name));
  io.decide('acts', 'emptyNamespace', { namespace: name, count: inside.length });
  for (const { kind, metadata } of inside) {
    io.delete({ kind, namespace: name, name: metadata.name });
  }
}
