/** The journey told in sentences: one block a step, inputs as headings, configuration apart from packets. */
import type { Session } from '../../core/session';
import type { Grain, Instant, PacketLane } from '../../core/views/contract';
import type { Message } from '../../core/views/message';
import type { TraceKind } from '../../core/trace/kinds';
import type { PlainTexts } from '../../i18n/plain';
import { localized } from '../../i18n/language';
import { CONFIGURATION } from './configuration';
import { changeText, packetText, placeText, secondsText } from './words';
import { columnsOf, padTo, type Paint } from './paint';

export interface TextOptions {
  /** Last record told. */
  readonly until: number;
  readonly step: Grain;
  readonly setup: boolean;
}

/** What every part of the telling needs. */
interface Teller {
  readonly session: Session;
  readonly texts: PlainTexts;
  readonly paint: Paint;
  readonly options: TextOptions;
}

export function* textLines(
  session: Session,
  texts: PlainTexts,
  paint: Paint,
  options: TextOptions,
): Generator<string> {
  const teller: Teller = { session, texts, paint, options };
  const { t, language } = texts;
  const { info } = session;
  const { inputs, start, steps, lanes } = session.query('timeline', {});
  yield paint.strong(localized(info.title, language));
  yield localized(info.summary, language);
  if (options.setup) {
    const before = Math.min(inputs[0]?.seq ?? start, options.until + 1);
    yield* section(teller, t('cli.setup', {}), configuration(teller, range(0, before)));
  }
  for (const [at, input] of inputs.entries()) {
    if (input.seq > options.until) break;
    const end = Math.min(inputs[at + 1]?.seq ?? session.length, options.until + 1);
    const inside = (seq: number): boolean => seq >= input.seq && seq < end;
    yield '';
    yield paint.strong(
      `${t('cli.input', { number: input.index + 1 })}  ${placeOfInput(session, input.seq)}$ ${input.command}`,
    );
    const told = steps[options.step].filter(inside);
    const changed = told.filter((seq) => CONFIGURATION.has(kindAt(session, seq)));
    yield* section(teller, t('cli.configuration', {}), configuration(teller, changed));
    yield* section(teller, t('cli.journey', {}), journey(teller, told));
    yield* section(teller, t('cli.output', {}), outputUntil(session, told));
    const ended = lanes.filter((lane) => inside(lane.lastSeq) && !lane.background);
    yield* section(teller, t('cli.verdicts', {}), verdicts(teller, ended));
  }
  if (inputs.length === 0) yield t('cli.nothing', {});
  if (options.until < session.length - 1) {
    yield '';
    yield paint.faint(t('cli.cut', { seq: options.until, last: session.length - 1 }));
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function kindAt(session: Session, seq: number): TraceKind {
  return session.trace.record(seq).kind;
}

function placeOfInput(session: Session, seq: number): string {
  return session.query('instant', { seq, grain: 'decision' }).netns;
}

/** A heading and what stands under it; nothing when there is nothing. */
function* section({ paint }: Teller, heading: string, lines: Iterable<string>): Generator<string> {
  let first = true;
  for (const line of lines) {
    if (first) {
      yield '';
      yield paint.faint(heading);
    }
    first = false;
    yield line === '' ? '' : `  ${line}`;
  }
}

/** One line a step, and what it changed. */
function* configuration(teller: Teller, seqs: readonly number[]): Generator<string> {
  const { session, texts, paint } = teller;
  for (const seq of seqs) {
    if (!CONFIGURATION.has(kindAt(session, seq))) continue;
    const instant = session.query('instant', { seq, grain: 'decision' });
    yield `${paint.faint(`#${seq}`)}  ${texts.tm(instant.narration)}`;
    for (const line of instant.changes.flatMap(changeText)) yield `    ${line}`;
  }
}

/** The blocks, with the packet's title wherever another packet comes into view. */
function* journey(teller: Teller, seqs: readonly number[]): Generator<string> {
  const { session, texts, paint, options } = teller;
  let packet: number | null = null;
  let first = true;
  const told = new Set<number>();
  for (const seq of seqs) {
    const kind = kindAt(session, seq);
    if (CONFIGURATION.has(kind) || kind === 'input') continue;
    const instant = session.query('instant', { seq, grain: options.step });
    const own = session.trace.record(seq).packet >= 0 ? instant.packetView : null;
    if (!first) yield '';
    first = false;
    if (own !== null && own.packet !== packet) {
      packet = own.packet;
      const number = texts.t('cli.packet', { number: packet });
      yield paint.strong(`${texts.tm(own.title)}  (${number})`);
    }
    yield* block(teller, instant, own, told);
  }
}

const LABELS = ['packet', 'decided', 'why', 'changed', 'dropped'] as const;

/** Place, what came, what was decided and why, what changed. `told`: decisions of earlier blocks, by record. */
function* block(
  { texts, paint }: Teller,
  instant: Instant,
  packet: Instant['packetView'],
  told: Set<number>,
): Generator<string> {
  const { t, tm } = texts;
  const width = Math.max(...LABELS.map((name) => columnsOf(t(`cli.label.${name}`, {})))) + 2;
  const row = (name: (typeof LABELS)[number], text: string): string =>
    `    ${paint.faint(padTo(t(`cli.label.${name}`, {}), width))}${text}`;
  yield [
    paint.faint(`#${instant.seq}`),
    placeText(texts, instant.element),
    ...(packet === null ? [] : [t('cli.bytes', { bytes: packet.lenBytes })]),
    paint.faint(secondsText(instant.atNs)),
  ].join('  ');
  // What a process prints, or a timer does: no packet, and the sentence says it all.
  if (packet === null) yield `    ${tm(instant.narration)}`;
  else {
    yield row('packet', packetText(packet));
    for (const line of decidedLines(instant, told, tm)) yield row('decided', line);
    yield row('why', tm(instant.narration));
  }
  for (const line of instant.changes.flatMap(changeText)) yield row('changed', line);
  if (instant.drop !== null) {
    yield paint.bad(row('dropped', `${instant.drop.reason}  ${tm(instant.drop.sentence)}`));
  }
}

/** The tables that were asked since the packet's previous stop, each with its answer; each once. */
function decidedLines({ decisions }: Instant, told: Set<number>, tm: (message: Message) => string): string[] {
  const lines: string[] = [];
  for (const { seq, title, table, answer } of decisions) {
    if (table === null || answer === '' || told.has(seq)) continue;
    told.add(seq);
    lines.push(`${tm(title)} (${table.name}): ${answer}`);
  }
  return lines;
}

/** What the terminal of the input shows by the last of these steps. */
function outputUntil(session: Session, seqs: readonly number[]): readonly string[] {
  const seq = seqs.at(-1);
  return seq === undefined ? [] : session.query('instant', { seq, grain: 'decision' }).output;
}

function* verdicts({ session, texts, paint }: Teller, lanes: readonly PacketLane[]): Generator<string> {
  const { t, tm } = texts;
  const fates = lanes.map(({ fate }) => t(`cli.fate.${fate}`, {}));
  const width = Math.max(0, ...fates.map(columnsOf)) + 2;
  for (const [at, lane] of lanes.entries()) {
    const fate = padTo(fates[at] ?? '', width);
    const line = `${fate}${tm(lane.title)}  (${t('cli.packet', { number: lane.packet })})`;
    if (lane.dropSeq === null) {
      yield line;
      continue;
    }
    const { element, drop } = session.query('instant', { seq: lane.dropSeq, grain: 'decision' });
    const where = t('cli.droppedAt', { place: placeText(texts, element), reason: drop?.reason ?? '' });
    yield paint.bad(`${line}  ${where}`);
  }
}
