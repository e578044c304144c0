/**
 * Goal: what we write, Wireshark reads: no frame is malformed, no checksum is wrong, no layer is unknown to it or other
 * than ours. Method: all labs with all their sends, and all golden cases that play, as sections of one pcapng file, which
 * one call of tshark takes apart. Left out, by its name, where tshark is not installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TraceStore } from '../core/trace/store';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../core/views/capture/file';
import { writePcapng } from '../core/views/capture/pcapng.write';
import { captureFile } from '../core/views/capture/write';
import type { TraceReader } from '../core/views/source';
import { tappedAt, type TappedFrame } from '../core/views/tap';
import { dissect, type DissectedLayer } from '../core/wire/dissect';
import { plainTexts } from '../i18n/plain';
import { findCases } from './golden/find-cases';
import { readKernelCase } from './golden/golden-files';
import { play } from './golden/play';
import { missingMechanism } from './golden/spec';
import { openBuiltIn, variants } from './lab/variants';
import { GOLDEN_CASES } from './project';

const installed = spawnSync('tshark', ['--version']).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), 'tshark-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Each frame on its own: pieces are not put together, and what was decided in one lab says nothing in the next. */
const ALONE = [
  'ip.defragment:FALSE',
  'tcp.analyze_sequence_numbers:FALSE',
  'tcp.desegment_tcp_streams:FALSE',
];
const CHECKED = ['ip.check_checksum:TRUE', 'udp.check_checksum:TRUE', 'tcp.check_checksum:TRUE'];
/** Our tunnels; and the port of mDNS, on which our echo servers say anything else. */
const DECODE = ['udp.port==8472,vxlan', 'udp.port==8285,ip', 'udp.port==5353,data'];

function tshark(file: string, args: readonly string[]): string {
  const flags = [...ALONE, ...CHECKED].flatMap((option) => ['-o', option]);
  const decode = DECODE.flatMap((rule) => ['-d', rule]);
  return execFileSync('tshark', ['-n', '-r', file, ...flags, ...decode, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 256 * 1024 * 1024,
  });
}

/** What tshark says of each frame. */
const FIELDS = [
  ...['frame.protocols', '_ws.malformed', '_ws.expert.severity', '_ws.expert.group', '_ws.expert.message'],
  ...['ip.checksum.status', 'udp.checksum.status', 'tcp.checksum.status', 'icmp.checksum.status'],
] as const;
/** Status of a checksum: "bad". */
const BAD = '0';
/** From which severity on it is a complaint: "warning". A comment, a keepalive, a TTL of 1 are none. */
const WARNING = 0x600000;
/** Group of the complaints about what came before: other machines and other labs have the same addresses. */
const SEQUENCE = 0x2000000;
/** Group of the complaints about what is said in the clear: golden cases speak HTTP on the port of HTTPS. */
const SECURITY = 0xa000000;

interface Judged {
  readonly protocols: string;
  /** Empty when all is well. */
  readonly complaint: string;
  readonly checksums: readonly string[];
}

function judge(file: string): readonly Judged[] {
  const lines = tshark(file, ['-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field])]).split('\n');
  return lines.slice(0, -1).map((line) => {
    const [protocols = '', malformed = '', severities = '', groups = '', expert = '', ...statuses] =
      line.split('\t');
    const group = groups.split(',').map(Number);
    const complains = severities
      .split(',')
      .some((severity, i) => Number(severity) >= WARNING && group[i] !== SEQUENCE && group[i] !== SECURITY);
    const complaint = malformed + (complains ? expert : '');
    return { protocols, complaint, checksums: statuses.join().split(',') };
  });
}

/** The section of one run. */
function section(frames: readonly TappedFrame[]): Uint8Array {
  const linkTypes = [LINKTYPE_ETHERNET, LINKTYPE_RAW];
  return writePcapng({
    comment: '',
    application: '',
    interfaces: linkTypes.map((linkType) => ({ name: '', linkType, mac: null })),
    packets: frames.map(({ atNs, bytes, l2, direction, packet }) => ({
      dev: l2 ? 0 : 1,
      ...{
        atNs: BigInt(atNs),
        direction,
        reception: null,
        packet,
        lenBytes: bytes.length,
        bytes,
        comments: [],
      },
    })),
  });
}

function tapped(trace: TraceReader): TappedFrame[] {
  return Array.from({ length: trace.length }, (_, seq) => tappedAt(trace, seq)).filter((one) => one !== null);
}

const NAMES: Readonly<Record<DissectedLayer['header'], string>> = {
  ethernet: 'eth:ethertype',
  vlan: 'vlan:ethertype',
  arp: 'arp',
  ipv4: 'ip',
  icmp4: 'icmp',
  udp: 'udp',
  tcp: 'tcp',
  sctp: 'sctp',
  sctpchunk: '',
  vxlan: 'vxlan',
  geneve: 'geneve',
  wireguard: 'wg',
  dns: 'dns',
  bgp: 'bgp',
  payload: '',
  padding: '',
};

/** Our layers in tshark's words, without data and padding, and without what WireGuard would have sealed. */
function ourProtocols({ bytes, l2 }: TappedFrame): string {
  const { layers } = dissect(bytes, l2 ? 'ethernet' : 'ipv4');
  const sealed = layers.findIndex(({ header }) => header === 'wireguard');
  const open = sealed < 0 ? layers : layers.slice(0, sealed + 1);
  // Several messages of BGP in a segment are one protocol to tshark.
  const told = open.filter(({ header }, i) => header !== 'bgp' || open[i - 1]?.header !== 'bgp');
  const names = told.map(({ header }) => NAMES[header]).filter((name) => name !== '');
  return [...(l2 ? [] : ['raw']), ...names].join(':');
}

/** Without data, and without what tshark makes of data that to us is a process's own affair. */
function theirProtocols(protocols: string): string {
  return protocols.replace(/:data$/, '').replace(/:(udp|tcp):(?!vxlan|geneve|wg|dns|bgp|ip\b).*$/, ':$1');
}

function once(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}

/** Text that a golden case sends to a port that tshark takes for DNS, and that is none. */
function isMisread({ bytes, l2 }: TappedFrame): boolean {
  const last = dissect(bytes, l2 ? 'ethernet' : 'ipv4').layers.findLast(({ header }) => NAMES[header] !== '');
  if (last?.header !== 'udp') return false;
  return last.fields.some(({ name, value }) => /Port$/.test(name) && value === 53);
}

/** The first piece of a datagram: what lies in it ends too early, so that only its own header can be judged. */
function isCut({ bytes, l2 }: TappedFrame): boolean {
  const at = l2 ? 14 : 0;
  const isIpv4 = !l2 || (bytes[12] === 0x08 && bytes[13] === 0x00);
  return isIpv4 && ((bytes[at + 6] ?? 0) & 0x20) !== 0;
}

interface Run {
  readonly name: string;
  readonly frames: readonly TappedFrame[];
}

function labs(): Run[] {
  return variants().map(({ name, lab, choices }) => {
    const session = openBuiltIn(lab, { choices });
    for (const send of session.info.sends) session.input({ kind: 'send', name: send.name });
    return { name, frames: tapped(session.trace) };
  });
}

function golden(): Run[] {
  return findCases(GOLDEN_CASES).flatMap((found) => {
    if (found.kind !== 'kernel') return [];
    const { spec } = readKernelCase(found.folder);
    if (missingMechanism(spec) !== null) return [];
    const store = new TraceStore();
    play(spec, store);
    const trace = {
      length: store.length,
      record: (seq: number) => store.record(seq),
      frame: (ref: number) => store.frameBytes(ref),
    };
    return [{ name: found.name, frames: tapped(trace) }];
  });
}

describe.skipIf(!installed)('as tshark takes it apart, where tshark is installed', () => {
  const runs: (Run & { readonly judged: readonly Judged[] })[] = [];

  beforeAll(() => {
    const all = [...labs(), ...golden()];
    const file = path.join(folder, 'all.pcapng');
    writeFileSync(file, Buffer.concat(all.map(({ frames }) => section(frames))));
    const judged = judge(file);
    let from = 0;
    for (const run of all) {
      const mine = judged.slice(from, from + run.frames.length).map((one, i) => {
        const frame = run.frames[i];
        const misread = frame !== undefined && isMisread(frame);
        const read = misread ? { ...one, complaint: '', protocols: ourProtocols(frame) } : one;
        if (frame === undefined || !isCut(frame)) return read;
        return { ...read, complaint: '', checksums: one.checksums.slice(0, 1) };
      });
      runs.push({ ...run, judged: mine });
      from += run.frames.length;
    }
    expect(judged).toHaveLength(from);
  }, 300_000);

  test('nothing is malformed, nothing raises an eyebrow', () => {
    const odd = runs.flatMap(({ name, judged }) =>
      judged.flatMap(({ complaint }) => (complaint === '' ? [] : [`${name}: ${complaint}`])),
    );
    expect(once(odd)).toEqual([]);
  });

  test('every checksum is right', () => {
    const bad = runs.flatMap(({ name, judged }) =>
      judged.flatMap(({ checksums, protocols }) =>
        checksums.includes(BAD) ? [`${name}: ${protocols}`] : [],
      ),
    );
    expect(once(bad)).toEqual([]);
  });

  test('its layers are ours', () => {
    const differ = runs.flatMap(({ name, frames, judged }) =>
      frames.flatMap((frame, i) => {
        const theirs = theirProtocols(judged[i]?.protocols ?? '');
        const ours = ourProtocols(frame);
        return theirs === ours ? [] : [`${name}: ${theirs} is to us ${ours}`];
      }),
    );
    expect(once(differ)).toEqual([]);
  });

  test('interfaces, directions, times and reasons are where Wireshark looks for them', async () => {
    const texts = await plainTexts('zh-CN');
    const session = openBuiltIn('flannel-vxlan-by-hand', {});
    session.input({ kind: 'send', name: session.info.sends[0]?.name ?? '' });
    const view = session.query('capture', { scope: { kind: 'all' }, from: 0, to: session.length - 1 });
    const file = path.join(folder, 'told.pcapng');
    writeFileSync(
      file,
      captureFile(view, 'pcapng', { comment: 'A lab', application: 'Packetwalk' }, texts.tm),
    );
    const fields = [
      'frame.interface_name',
      'frame.packet_flags_direction',
      'frame.time_epoch',
      'frame.comment',
    ];
    const told = tshark(file, [
      '-T',
      'fields',
      '-E',
      'aggregator=|',
      ...fields.flatMap((one) => ['-e', one]),
    ]);
    const expected = view.packets.map(({ dev, direction, atNs, comments }) =>
      [
        view.interfaces[dev]?.name,
        direction === 'in' ? '0x00000001' : '0x00000002',
        `${String(atNs / 1_000_000_000n)}.${String(atNs % 1_000_000_000n).padStart(9, '0')}`,
        comments.map(texts.tm).join('|'),
      ].join('\t'),
    );
    expect(told.trimEnd().split('\n')).toEqual(expected);
  });

  test('pcap of several devices is the cooked form of tcpdump -i any', () => {
    const session = openBuiltIn('flannel-vxlan-by-hand', {});
    session.input({ kind: 'send', name: session.info.sends[0]?.name ?? '' });
    const view = session.query('capture', { scope: { kind: 'all' }, from: 0, to: session.length - 1 });
    const file = path.join(folder, 'cooked.pcap');
    writeFileSync(
      file,
      captureFile(view, 'pcap', { comment: '', application: '' }, ({ key }) => key),
    );
    const judged = judge(file);
    expect(judged).toHaveLength(view.packets.length);
    expect(judged.filter(({ complaint }) => complaint !== '')).toEqual([]);
    expect(judged.every(({ protocols }) => protocols.startsWith('sll:ethertype:'))).toBe(true);
  });
});
