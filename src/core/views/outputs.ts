/** What was typed and printed, input by input, as terminals show it. */
import type { TraceRecord } from '../trace/record';
import type { World } from '../model/world';
import type { InputOutput, OutputsView, PrintedLine } from './contract';
import { isBookkeeping } from './steps';
import { indexOf } from './trace-index';
import type { ViewSource } from './source';

/** One input while what followed from it is collected. */
interface Draft {
  readonly record: TraceRecord<'input'>;
  readonly lines: PrintedLine[];
  exitCode: number | null;
  doneSeq: number;
  decisions: number;
  firstDecision: number | null;
  readonly folder: string;
  folderAfter: string;
}

/** Where a shell begins. */
const ROOT = '/';

export function outputs(source: ViewSource, seq: number, from: number): OutputsView {
  const index = indexOf(source);
  const world = seq < 0 ? null : source.worldAt(seq);
  const drafts = new Map<number, Draft>();
  /** The input that started a process: what it prints later may follow from what others did. */
  const startedBy = new Map<string, number>();
  const shells = new Shells();
  const end = Math.min(seq, index.length - 1);
  for (let at = index.start; at <= end; at += 1) {
    const record = source.trace.record(at);
    shells.follow(record);
    const cause = index.input[at] ?? -1;
    if (record.kind === 'input') {
      if (record.detail.index < from) continue;
      const draft = begun(record, shells.folderOf(record.netns));
      drafts.set(record.detail.index, draft);
      shells.latest(record.netns, draft);
    } else if (record.kind === 'process') {
      const process = `${record.netns}/${record.detail.pid}`;
      if (record.verdict === 'start') startedBy.set(process, cause);
      const input = record.detail.pid === 0 ? cause : startedBy.get(process);
      const draft = drafts.get(input ?? -1);
      if (draft !== undefined) print(draft, record);
    } else {
      const draft = drafts.get(cause);
      if (draft !== undefined) follow(draft, record);
    }
  }
  return {
    nowNs: seq < 0 ? 0 : source.trace.record(seq).atNs,
    inputs: [...drafts.values()].map((draft) => outputOf(source, world, draft)),
  };
}

/** The folder each shell is in, told by the changes of what it remembers; shells by number of their netns. */
class Shells {
  private readonly folders = new Map<number, string>();
  private readonly drafts = new Map<number, Draft>();

  folderOf(netns: number): string {
    return this.folders.get(netns) ?? ROOT;
  }

  /** What the shell does from now on follows from this input. */
  latest(netns: number, draft: Draft): void {
    this.drafts.set(netns, draft);
  }

  follow({ changes }: TraceRecord): void {
    for (const change of changes) {
      if (change.slot !== 'shell') continue;
      const folder = change.after?.vars['PWD'] ?? ROOT;
      this.folders.set(change.netns, folder);
      const draft = this.drafts.get(change.netns);
      if (draft !== undefined) draft.folderAfter = folder;
    }
  }
}

function begun(record: TraceRecord<'input'>, folder: string): Draft {
  const { seq, atNs, verdict, detail } = record;
  // A netns that is not there (any more): the shell could not even be started.
  const refused = verdict === 'refused' && detail.message !== null;
  return {
    record,
    lines: refused ? [{ text: detail.message, seq, atNs }] : [],
    exitCode: refused ? 1 : null,
    doneSeq: seq,
    decisions: 0,
    firstDecision: null,
    folder,
    folderAfter: folder,
  };
}

function print(draft: Draft, { detail, seq, atNs, verdict }: TraceRecord<'process'>): void {
  if (detail.piped !== true) for (const text of detail.lines) draft.lines.push({ text, seq, atNs });
  if (verdict === 'exit') draft.exitCode = detail.exitCode;
  draft.doneSeq = Math.max(draft.doneSeq, seq);
}

function follow(draft: Draft, record: TraceRecord): void {
  // What the command itself does comes before anything else gets its turn.
  if (record.event === draft.record.event) draft.doneSeq = Math.max(draft.doneSeq, record.seq);
  if (record.background || isBookkeeping(record)) return;
  draft.decisions += 1;
  draft.firstDecision ??= record.seq;
}

function outputOf(source: ViewSource, world: World | null, draft: Draft): InputOutput {
  const { record, lines, exitCode, doneSeq, decisions, firstDecision, folder, folderAfter } = draft;
  const { seq, atNs, verdict, detail } = record;
  const { index } = detail;
  const input = source.inputs[index];
  const running = (world?.netns ?? []).some((ns) => {
    for (const { job, exitCode: code } of ns?.processes.entries.values() ?? []) {
      if (job === index && code === null) return true;
    }
    return false;
  });
  return {
    ...{ index, seq, atNs },
    kind: verdict === 'waited' ? 'wait' : verdict === 'interrupted' ? 'interrupt' : 'command',
    netns: input?.netns ?? '',
    command: input?.command ?? detail.command,
    ...{ folder, folderAfter, lines, running, exitCode },
    doneSeq: running ? null : doneSeq,
    ...{ decisions, firstDecision },
  };
}
