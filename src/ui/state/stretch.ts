/** A part of a run by itself: one question and its answer, and what they alone cost. */
import { TRAFFIC_COSTS } from '../../core/index';
import type { CostsView, TimelineView } from '../../core/index';

/** Records of a run, first and last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The last answer that arrived, with the packet it answers; null where nobody was answered. */
export function lastExchange({ lanes }: TimelineView): Stretch | null {
  const arrived = lanes.filter(({ background, fate }) => !background && fate === 'delivered');
  const answer = arrived.findLast(({ parent }) => arrived.some(({ packet }) => packet === parent));
  const question = arrived.find(({ packet }) => packet === answer?.parent);
  return question && answer ? { from: question.firstSeq, to: answer.lastSeq } : null;
}

/** The timeline with the steps of a stretch alone. */
export function within(timeline: TimelineView, { from, to }: Stretch): TimelineView {
  const those = (seqs: readonly number[]) => seqs.filter((seq) => seq >= from && seq <= to);
  const inside = ({ decision, hop, machine, packet }: TimelineView['steps']): TimelineView['steps'] => ({
    decision: those(decision),
    hop: those(hop),
    machine: those(machine),
    packet: those(packet),
  });
  return { ...timeline, steps: inside(timeline.steps), config: inside(timeline.config) };
}

/** What traffic cost beyond what had been spent `before`; what the nodes keep stays what they keep. */
export function costsSince(costs: CostsView, before: CostsView | null): CostsView {
  if (before === null) return costs;
  const traffic = TRAFFIC_COSTS.map((name) => [name, costs.traffic[name] - before.traffic[name]]);
  return { traffic: Object.fromEntries(traffic) as CostsView['traffic'], tables: costs.tables };
}
