/**
 * The cloud's route controller: writes each Node's pod range into the route table of the cloud's network, as long as there
 * is room, and says on the Node whether it could. As with AWS it first takes the source/destination check off the instance.
 * Source: kubernetes cloud-provider controllers/route/route_controller.go (reconcile, updateNetworkingCondition),
 * cloud-provider-aws pkg/providers/v1/aws_routes.go (CreateRoute).
 */
import { rfc3339 } from '../../base/instant';
import { asJson } from '../../base/json';
import { asKind } from '../../model/cluster';
import type { CloudRoutes, Condition, Node } from '../../model/cluster';
import { formatIpv4, parseCidr4, parseIpv4 } from '../../wire/addr';
import type { ControllerIo, ControllerKind } from '../controller';
import { theOne } from '../watch';
import { clusterOf } from '../write';

interface State {
  /** Pod range in the table by node. */
  readonly written: ReadonlyMap<string, string>;
  /** Nodes whose range is not in it, those that wait longest first. */
  readonly refused: readonly string[];
}

const KIND = 'route-controller';
const CONDITION = 'NetworkUnavailable';
/** What EC2 answers to one route too many. */
const LIMIT_EXCEEDED = 'RouteLimitExceeded: The maximum number of routes has been reached.';

export const routeController: ControllerKind<State> = {
  kind: KIND,
  initial: { written: new Map(), refused: [] },
  watches: { Node: theOne(KIND) },
  reconcile(io, state, request) {
    const cloud = clusterOf(io.ctx).config.cloudRoutes ?? null;
    if (cloud === null) return state;
    if (request.reason !== 'added' && request.reason !== 'modified' && request.reason !== 'deleted')
      return state;
    const node = asKind(request.object, 'Node');
    if (node === null) return state;
    return request.reason === 'deleted' ? remove(io, state, cloud, node) : write(io, state, cloud, node);
  },
};

function write(io: ControllerIo, state: State, cloud: CloudRoutes, { metadata, spec, status }: Node): State {
  const { name } = metadata;
  const cidr = spec.podCIDR;
  const address = status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  if (cidr === undefined || address === undefined || state.written.get(name) === cidr) return state;
  if (state.refused.includes(name) && cloud.inUse + state.written.size >= cloud.limit) return state;
  const unchecked = Object.hasOwn(cloud.unchecked, name) ? cloud.unchecked[name] : undefined;
  const at = unchecked === undefined ? undefined : machineNamed(io, unchecked.netns);
  if (unchecked !== undefined && at !== undefined && !state.refused.includes(name)) {
    io.decide('acts', 'routeUnchecked', { node: name });
    for (const command of unchecked.commands) io.runtime.processes.run(at, command.split(' '));
  }
  if (cloud.inUse + state.written.size >= cloud.limit) {
    const answer = `error creating AWS route (${cidr}): "${LIMIT_EXCEEDED}"`;
    io.decide('fails', 'routeRefused', { node: name, cidr, message: answer });
    tell(io, name, false);
    return { ...state, refused: state.refused.includes(name) ? state.refused : [...state.refused, name] };
  }
  io.decide('acts', 'routeCreate', { node: name, cidr, address });
  if (!setRoute(io, cloud, 'route.replace', cidr, address)) return state;
  tell(io, name, true);
  return {
    written: new Map(state.written).set(name, cidr),
    refused: state.refused.filter((other) => other !== name),
  };
}

function remove(io: ControllerIo, state: State, cloud: CloudRoutes, { metadata: { name } }: Node): State {
  const cidr = state.written.get(name);
  const written = new Map(state.written);
  const refused = state.refused.filter((other) => other !== name);
  if (cidr === undefined) return { written, refused };
  io.decide('acts', 'routeDelete', { node: name, cidr });
  setRoute(io, cloud, 'route.del', cidr, null);
  written.delete(name);
  const freed: State = { written, refused };
  // There is room again for one that was refused.
  return refused.reduce((now, waiting) => {
    const node = asKind(io.get('Node', '', waiting), 'Node');
    return node === null ? now : write(io, now, cloud, node);
  }, freed);
}

function setRoute(
  io: ControllerIo,
  cloud: CloudRoutes,
  kind: 'route.replace' | 'route.del',
  cidr: string,
  address: string | null,
): boolean {
  const dst = parseCidr4(cidr);
  const via = address === null ? null : parseIpv4(address);
  const netns = machineNamed(io, cloud.machine);
  if (!dst.ok || netns === undefined || via?.ok === false) return false;
  const route = { dst: dst.value, ...(via !== null && { via: via.value }) };
  const words = via === null ? cidr : `${cidr} via ${formatIpv4(via.value)}`;
  return (
    io.op(netns, { kind, route }, `${kind === 'route.del' ? 'DeleteRoute' : 'CreateRoute'} ${words}`) === null
  );
}

function machineNamed(io: ControllerIo, name: string): number | undefined {
  return io.ctx.world.machines.find((machine) => machine.name === name)?.root;
}

/** The Node's condition says whether there is a way to its pods. */
function tell(io: ControllerIo, name: string, created: boolean): void {
  const node = asKind(io.get('Node', '', name), 'Node');
  if (node === null) return;
  const condition: Condition = {
    type: CONDITION,
    status: created ? 'False' : 'True',
    reason: created ? 'RouteCreated' : 'NoRouteCreated',
    message: `RouteController ${created ? 'created' : 'failed to create'} a route`,
    lastTransitionTime: rfc3339(io.ctx.world.nowNs),
  };
  const others = (node.status.conditions ?? []).filter(({ type }) => type !== CONDITION);
  io.patch(
    { kind: 'Node', namespace: '', name, status: true },
    { status: { conditions: [...others, condition].map(asJson) } },
  );
}
