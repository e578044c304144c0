/** An authoritative DNS server over UDP: answers from its zones as BIND does with `minimal-responses yes`. */
import { getU16 } from '../base/bytes';
import { readSocket } from '../kernel/sock/table';
import { udpOpen, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { Datagram } from '../model/socket';
import { ANY_IPV4 } from '../wire/addr';
import { DNS_HEADER_LEN, DNS_UDP_MAX, emitDns, parseDns, type DnsMessage } from '../wire/dns';
import { RCODE_FORMERR, RCODE_NOTIMP, RCODE_REFUSED } from '../wire/dns.types';
import type { App } from './app';
import { askZone, type Zone, type ZoneAnswer } from './dnsd.zone';

/** Largest answer it sends over UDP, and says so (DNS Flag Day 2020). */
const UDP_SIZE = 1232;

export interface DnsdOptions {
  readonly port: number;
  readonly zones: readonly Zone[];
}

interface DnsdState extends DnsdOptions {
  /** 0 until it is open. */
  readonly socket: number;
}

export function dnsdProcess(options: DnsdOptions, argv: readonly string[]): NewProcess {
  return { app: 'dnsd', argv, state: { ...options, socket: 0 }, daemon: true };
}

export const dnsd: App<DnsdState> = {
  kind: 'dnsd',
  run(io, state, wake) {
    const { ctx, ns } = io;
    if (wake.reason === 'start') {
      const socket = udpOpen(ctx, ns, { pid: io.pid, local: ANY_IPV4, port: state.port });
      if (typeof socket === 'number') return { ...state, socket };
      io.print(`dnsd: bind to port ${String(state.port)}: Address already in use`);
      io.exit(1);
      return state;
    }
    for (let item = readSocket(ctx, ns, state.socket); item !== null;) {
      const answer = item.kind === 'data' ? answerTo(state.zones, item) : null;
      if (item.kind === 'data' && answer !== null) {
        udpSend(ctx, ns, state.socket, item.from, item.fromPort, answer);
      }
      item = readSocket(ctx, ns, state.socket);
    }
    return state;
  },
};

/** Null for what must not be answered: no message at all, and answers themselves. */
export function answerTo(zones: readonly Zone[], { payload }: Pick<Datagram, 'payload'>): Uint8Array | null {
  if (payload.length < DNS_HEADER_LEN) return null;
  const read = parseDns(payload, 0, payload.length);
  if (!read.ok) return (getU16(payload, 2) & 0x8000) !== 0 ? null : emitDns(malformed(getU16(payload, 0)));
  const query = read.value;
  if (query.response) return null;
  const limit =
    query.edns === null ? DNS_UDP_MAX : Math.max(DNS_UDP_MAX, Math.min(query.edns.udpSize, UDP_SIZE));
  return fitted(reply(zones, query), limit);
}

function malformed(id: number): DnsMessage {
  return {
    ...{ id, response: true, opcode: 0, authoritative: false, truncated: false, rcode: RCODE_FORMERR },
    ...{ recursionDesired: false, recursionAvailable: false, authenticData: false, checkingDisabled: false },
    ...{ questions: [], answers: [], authority: [], additional: [], edns: null },
  };
}

function reply(zones: readonly Zone[], query: DnsMessage): DnsMessage {
  const [question, ...others] = query.questions;
  const found =
    query.opcode !== 0
      ? refusal(RCODE_NOTIMP)
      : question === undefined || others.length > 0
        ? refusal(RCODE_FORMERR)
        : (best(zones, question.name).map((zone) => askZone(zone, question))[0] ?? refusal(RCODE_REFUSED));
  return {
    ...query,
    response: true,
    authoritative: found.rcode === 0 || found.rcode === 3,
    truncated: false,
    authenticData: false,
    rcode: found.rcode,
    answers: found.answers,
    authority: found.authority,
    additional: [],
    edns: query.edns && {
      udpSize: UDP_SIZE,
      version: 0,
      dnssecOk: false,
      extendedRcode: 0,
      options: new Uint8Array(),
    },
  };
}

function refusal(rcode: number): ZoneAnswer {
  return { rcode, answers: [], authority: [] };
}

/** Of the zones a name is in, the deepest. */
function best(zones: readonly Zone[], name: string): readonly Zone[] {
  const probe = { name, type: 0, class: 1 };
  return zones
    .filter((zone) => askZone(zone, probe) !== null)
    .sort((a, b) => b.origin.length - a.origin.length)
    .slice(0, 1);
}

/** As many records as there is room for; with the TC bit when that is not all (RFC 2181 section 9). */
function fitted(message: DnsMessage, limit: number): Uint8Array {
  let bytes = emitDns(message);
  let cut = message;
  while (bytes.length > limit && (cut.answers.length > 0 || cut.authority.length > 0)) {
    const answers = cut.authority.length > 0 ? cut.answers : cut.answers.slice(0, -1);
    cut = { ...cut, truncated: true, authority: [], answers };
    bytes = emitDns(cut);
  }
  return bytes;
}
