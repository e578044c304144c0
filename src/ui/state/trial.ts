/** What would come of a command: it is performed in a simulator of its own, and taken back again. */
import type { CostsView, Input, Message } from '../../core/index';
import type { Host } from '../host/host';

export interface Verdict {
  /** The command did what it is for: it ended well. */
  readonly passes: boolean;
  /** Where a packet of it was dropped first, and why; null where none was. */
  readonly drop: {
    readonly seq: number;
    readonly netns: string;
    readonly reason: string;
    /** Network policies that kept it out. */
    readonly policies: readonly string[];
    readonly why: Message;
  } | null;
  /** The last line it printed. */
  readonly said: string;
  /** The drop, or else the beginning, as the address of the lab has it. */
  readonly shared: string;
  /** What its packets cost. */
  readonly costs: CostsView;
}

/** Performs `input` after everything that was done on `host`, and takes it back. */
export async function tryInput(host: Host, input: Input): Promise<Verdict> {
  const { snapshot } = await host.input(input);
  const index = snapshot.inputs.length - 1;
  const seq = snapshot.length - 1;
  const [timeline, outputs, costs] = await Promise.all([
    host.query('timeline', {}),
    host.query('outputs', { seq, from: index }),
    host.query('costs', { input: index, seq }),
  ]);
  const drops = timeline.lanes
    .filter((lane) => lane.input === index && !lane.background)
    .flatMap(({ dropSeq }) => (dropSeq === null ? [] : [dropSeq]));
  const dropSeq = drops.length === 0 ? null : Math.min(...drops);
  const instant = dropSeq === null ? null : await host.query('instant', { seq: dropSeq, grain: 'hop' });
  const lines = outputs.inputs.flatMap((one) => one.lines.map(({ text }) => text)).filter(Boolean);
  const exitCode = outputs.inputs[0]?.exitCode ?? null;
  const began = timeline.inputs.find((one) => one.index === index)?.seq ?? 0;
  const shared = await host.encode(dropSeq ?? began);
  await host.cut(index);
  return {
    // A datagram that nobody answers is no failure to who sent it: what was dropped counts then.
    passes: exitCode === 0 && (dropSeq === null || lines.length > 0),
    drop: instant && {
      ...{ seq: instant.seq, netns: instant.netns, why: instant.narration },
      reason: instant.drop?.reason ?? '',
      policies: instant.drop?.policies ?? [],
    },
    said: lines.at(-1) ?? '',
    shared,
    costs,
  };
}
