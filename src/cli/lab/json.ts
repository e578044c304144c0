/** The trace as JSON, one object per line. The shape is a promise to other programs: docs/trace-json.md. */
import { toHex } from '../../core/base/bytes';
import type { Session } from '../../core/session';
import { tableChanges } from '../../core/views/changes';
import type { Decision, Instant, LayerView } from '../../core/views/contract';
import type { Message } from '../../core/views/message';
import { devName } from '../../core/views/names';
import { indexOf } from '../../core/views/trace-index';
import { localized } from '../../i18n/language';
import type { PlainTexts } from '../../i18n/plain';
import { CONFIGURATION } from './configuration';
import type { Played } from './play';

/** Grows when a field is renamed, removed or changes its meaning; new fields may come without. */
export const VERSION = 1;

export interface JsonOptions {
  /** Last record told. */
  readonly until: number;
  readonly setup: boolean;
  readonly played: Played;
}

export function* jsonLines(session: Session, texts: PlainTexts, options: JsonOptions): Generator<string> {
  const { info } = session;
  const { start, steps, lanes } = session.query('timeline', {});
  const first = options.setup ? 0 : start;
  const hops = new Set(steps.hop);
  yield JSON.stringify({
    type: 'lab',
    version: VERSION,
    lab: info.id,
    title: localized(info.title, texts.language),
    language: texts.language,
    seed: info.seed,
    start,
    choices: Object.fromEntries(info.choices.map(({ name, chosen }) => [name, chosen])),
    inputs: session.inputs.map(({ atNs, command }, index) => ({ index, atNs, command })),
  });
  for (let seq = first; seq <= options.until; seq += 1) {
    yield JSON.stringify(recordLine(session, texts, seq, { setup: seq < start, hop: hops.has(seq) }));
  }
  for (const { title, wrapped: _, ...lane } of lanes) {
    if (lane.firstSeq > options.until) continue;
    yield JSON.stringify({ type: 'packet', ...lane, title: said(texts, title) });
  }
  const { outcome } = options.played;
  const told = Math.max(0, options.until + 1 - first);
  yield JSON.stringify({ type: 'end', outcome, records: session.length, told, ...session.hash() });
}

function recordLine(
  session: Session,
  texts: PlainTexts,
  seq: number,
  { setup, hop }: { readonly setup: boolean; readonly hop: boolean },
): object {
  const record = session.trace.record(seq);
  const instant = session.query('instant', { seq, grain: 'decision' });
  const world = session.worldAt(seq);
  const input = indexOf(session).input[seq] ?? -1;
  return {
    type: 'record',
    seq,
    event: record.event,
    atNs: record.atNs,
    kind: record.kind,
    verdict: record.verdict,
    phase: setup ? 'setup' : 'run',
    configuration: CONFIGURATION.has(record.kind),
    background: record.background,
    hop,
    cause: record.cause < 0 ? null : record.cause,
    input: input < 0 ? null : input,
    machine: instant.machine,
    netns: instant.netns,
    dev: record.dev === 0 ? null : devName(world, record.netns, record.dev),
    element: instant.element,
    packet: record.packet < 0 ? null : record.packet,
    message: said(texts, instant.narration),
    decision: decisionOf(texts, instant, seq),
    changes: tableChanges(world, record.changes),
    frame: record.packet < 0 ? null : frameOf(instant),
    drop: instant.drop && { reason: instant.drop.reason, message: said(texts, instant.drop.sentence) },
  };
}

/** Key and parameters for programs, the sentence for people. */
function said({ tm }: PlainTexts, message: Message): object {
  return { key: message.key, params: message.params, text: tm(message) };
}

function decisionOf(texts: PlainTexts, { decisions }: Instant, seq: number): object | null {
  const own = decisions.find((decision) => decision.seq === seq);
  return own === undefined ? null : decisionLine(texts, own);
}

function decisionLine(
  texts: PlainTexts,
  { title, key, answer, table, rows, hidden, kernelFunction }: Decision,
): object {
  return {
    title: said(texts, title),
    key,
    answer,
    table: table && { ...table, columns: table.columns.map((column) => texts.tm(column)) },
    rows: rows.map((row) => ({ ...row, reason: row.reason && said(texts, row.reason) })),
    hidden,
    kernelFunction,
  };
}

/** The frame after the record; `status` and `was` tell what differs from the packet's previous record. */
function frameOf({ packetView }: Instant): object | null {
  if (packetView === null) return null;
  const { lenBytes, bytes, layers, removed } = packetView;
  return { lenBytes, hex: toHex(bytes), layers: layers.map(layerLine), removed: removed.map(layerLine) };
}

function layerLine({ tag, layer, status, summary, from, to, quoted, fields }: LayerView): object {
  const texts = Object.fromEntries(fields.map(({ name, text }) => [name, text]));
  const was = Object.fromEntries(
    fields.flatMap(({ name, was: before }) => (before === null ? [] : [[name, before]])),
  );
  return { tag, layer, status, summary, from, to, quoted, fields: texts, was };
}
