/** What was printed, input by input, as terminals show it. */
import type { TraceRecord } from '../trace/record';
import type { World } from '../model/world';
import type { InputOutput, OutputsView, PrintedLine } from './contract';
import { indexOf } from './trace-index';
import type { ViewSource } from './source';

interface Draft {
  readonly lines: PrintedLine[];
  exitCode: number | null;
}

export function outputs(source: ViewSource, seq: number, from: number): OutputsView {
  const index = indexOf(source);
  const world = seq < 0 ? null : source.worldAt(seq);
  const drafts = new Map<number, Draft>();
  for (const { index: input } of index.inputs)
    if (input >= from) drafts.set(input, { lines: [], exitCode: null });
  /** The input that started a process: what it prints later may follow from what others did. */
  const startedBy = new Map<string, number>();
  for (const at of index.processes) {
    if (at > seq) break;
    const record = source.trace.record(at);
    if (record.kind !== 'process') continue;
    const process = `${record.netns}/${record.detail.pid}`;
    const cause = index.input[at] ?? -1;
    if (record.verdict === 'start') startedBy.set(process, cause);
    const input = record.detail.pid === 0 ? cause : startedBy.get(process);
    const draft = drafts.get(input ?? -1);
    if (draft !== undefined) add(draft, record);
  }
  return {
    nowNs: seq < 0 ? 0 : source.trace.record(seq).atNs,
    inputs: index.inputs
      .filter((mark) => mark.seq <= seq && mark.index >= from)
      .map((mark) => outputOf(source, world, mark, drafts.get(mark.index))),
  };
}

function add(draft: Draft, { detail, seq, atNs, verdict }: TraceRecord<'process'>): void {
  if (detail.piped !== true) for (const text of detail.lines) draft.lines.push({ text, seq, atNs });
  if (verdict === 'exit') draft.exitCode = detail.exitCode;
}

function outputOf(
  source: ViewSource,
  world: World | null,
  { index, seq, command }: { readonly index: number; readonly seq: number; readonly command: string },
  draft: Draft | undefined,
): InputOutput {
  const record = source.trace.record(seq);
  const waited = record.verdict === 'waited';
  const running = (world?.netns ?? []).some((ns) => {
    for (const { job, exitCode } of ns?.processes.entries.values() ?? []) {
      if (job === index && exitCode === null) return true;
    }
    return false;
  });
  return {
    index,
    seq,
    atNs: record.atNs,
    netns: waited ? '' : (world?.netns[record.netns]?.name ?? ''),
    command,
    lines: draft?.lines ?? [],
    running,
    exitCode: draft?.exitCode ?? null,
  };
}
