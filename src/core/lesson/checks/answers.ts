/** Whether what one netns sent to another came to an answer: what both reachability checks ask. */
import type { Message } from '../../views/message';
import { addressesOf, dropsOf, packetsIn, type PacketFilter, type Scope } from '../packets';
import { netnsName } from '../../views/names';
import { why } from '../why';

export type Answer =
  /** Nothing was sent. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'unanswered'; readonly why: Message };

/** ARP asks who somebody is; that is not yet a message to him. */
const MESSAGES = ['echo-request', 'udp', 'other'] as const;
const REPLIES = ['echo-reply', 'udp', 'other'] as const;

export function answerTo(scope: Scope, from: string, to: string): Answer {
  const params = { from, to };
  const sent = MESSAGES.flatMap((packet) => packetsIn(scope, { packet, from, to }));
  if (sent.length === 0) return { kind: 'silent' };
  const back = REPLIES.flatMap((packet): number[] =>
    packetsIn(scope, { packet, from: to, to: from } satisfies PacketFilter),
  );
  if (back.some((packet) => reached(scope, packet, from))) return { kind: 'answered' };
  const drop = [...sent, ...back].flatMap((packet) => dropsOf(scope, packet))[0];
  if (drop !== undefined) {
    const place = { netns: netnsName(scope.world, drop.netns), reason: drop.detail.reason };
    return { kind: 'unanswered', why: why('droppedOnTheWay', place) };
  }
  const code = sent.some((packet) => reached(scope, packet, to)) ? 'noAnswer' : 'onItsWay';
  return { kind: 'unanswered', why: why(code, params) };
}

/** Whether a packet was given to somebody in the netns an end names. */
function reached(scope: Scope, packet: number, end: string): boolean {
  const { index, source, world } = scope;
  const homes = world.netns
    .filter((ns) => ns !== undefined)
    .filter(({ name }) => name === end || addressesOf(world, name).includes(end))
    .map(({ id }) => id);
  return (index.packets.get(packet) ?? []).some((seq) => {
    const record = source.trace.record(seq);
    const taken =
      record.kind === 'icmp.echo' || (record.kind === 'sock.deliver' && record.verdict === 'data');
    return taken && homes.includes(record.netns);
  });
}
