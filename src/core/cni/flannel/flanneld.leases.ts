/**
 * What many leases come to on a node at a stroke. A thousand daemons hear of a thousand Nodes in the same instant; for each
 * of them that is one list of messages for the kernel, the same for all but what its own lease is left out.
 */
import type { ControllerIo } from '../../cluster/controller';
import { asKind, type Node } from '../../model/cluster';
import type { Delivery } from '../../model/event';
import type { OpError } from '../../model/op';
import { prefixKey } from '../../model/route';
import { plainNews, type AgentState } from './agent';
import type { Message } from './effect';
import { doRefused } from './flanneld.hands';
import { MessageList, type Read } from './message-list';

/** What was heard last: of what a watch told, and of what was there at a start. */
const told = new MessageList<Delivery>();
const found = new MessageList<Node>();

/**
 * Of the deliveries from number `from` on those before the first that means more than messages: sends them, and answers how
 * many deliveries that were. What is older than `since` is known.
 */
export function hearSeveral(
  io: ControllerIo,
  agent: AgentState,
  since: number,
  deliveries: readonly Delivery[],
  from: number,
): number {
  const read = told.read(plainNews(agent), deliveries, from, ({ request }, news) => {
    if (request.reason !== 'added' && request.reason !== 'modified') return null;
    const node = asKind(request.object, 'Node');
    if (node === null) return null;
    const before = request.reason === 'modified' ? asKind(request.before, 'Node') : null;
    return news(before, node, Number(node.metadata.resourceVersion));
  });
  return sendAll(io, agent, read, since);
}

/** The same for Nodes that are there when the daemon starts. */
export function hearOfAll(io: ControllerIo, agent: AgentState, nodes: readonly Node[], from: number): number {
  const read = found.read(plainNews(agent), nodes, from, (node, news) => news(null, node, 0));
  return sendAll(io, agent, read, -1);
}

/** Sends what is newer than `since` and no lease of the node's own subnet. Answers how many items are done. */
function sendAll(io: ControllerIo, { subnet }: AgentState, read: Read, since: number): number {
  const known = read.versions.findIndex((version) => version > since);
  const first = known === -1 ? read.count : known;
  const own = prefixKey(subnet.addr, subnet.len);
  for (let at = first; at < read.count; at += 1) {
    const next = read.subnets.indexOf(own, at);
    const end = next === -1 || next > read.count ? read.count : next;
    const { count, refused } = io.ops(io.netns, read.ops, read.starts[at] ?? 0, read.starts[end] ?? 0);
    if (refused !== null) return afterRefusal(io, read, (read.starts[at] ?? 0) + count, refused);
    at = end;
  }
  return read.count;
}

/** The rest of what the refused message belongs to goes its own way. */
function afterRefusal(io: ControllerIo, { starts, messages }: Read, op: number, refused: OpError): number {
  const at = starts.findIndex((start) => start > op) - 1;
  const all: readonly Message[] = messages[at] ?? [];
  doRefused(io, all.slice(op - (starts[at] ?? 0)), refused);
  return at + 1;
}
