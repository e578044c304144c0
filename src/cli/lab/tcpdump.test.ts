/**
 * Goal: captures read as tcpdump prints them. Method: tcpdump itself, on the frames of random labs and on frames made or
 * spoilt by hand. Left out, by its name, where tcpdump is not installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { icmpFrame, type MadeIp } from '../../core/testing/make-frame';
import { openLab } from '../../core/testing/open-lab';
import { randomLab, runLab } from '../../core/testing/random-lab';
import { tunnelLab } from '../../core/testing/tunnel-lab';
import { TraceStore } from '../../core/trace/store';
import type { Session } from '../../core/session';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../core/views/capture/file';
import { writePcap } from '../../core/views/capture/pcap';
import { captures, tcpdumpLine, type Capture, type CapturedFrame } from '../../core/views/tcpdump';
import { labFile } from '../labFiles';

const FLANNEL = labFile('flannel-vxlan-by-hand')!.text;

function all(session: Session): readonly Capture[] {
  return captures(session, 0, session.length - 1);
}

const installed = spawnSync('tcpdump', ['--version']).status === 0;

const folder = mkdtempSync(path.join(tmpdir(), 'captures-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The text of frames that begin alike, by the real tcpdump. */
function realText(frames: readonly CapturedFrame[], l2: boolean, flags: string): string {
  const file = path.join(folder, 'frames.pcap');
  const packets = frames.map(({ atNs, bytes }) => ({ atNs: BigInt(atNs), bytes, lenBytes: bytes.length }));
  writeFileSync(file, writePcap(l2 ? LINKTYPE_ETHERNET : LINKTYPE_RAW, packets));
  const env = { ...process.env, TZ: 'UTC' };
  return execFileSync('tcpdump', [flags, '-r', file], { encoding: 'utf8', env, stdio: 'pipe' });
}

const FLAGS = [
  ['-n', { ether: false, verbose: false }],
  ['-ne', { ether: true, verbose: false }],
  ['-nv', { ether: false, verbose: true }],
  ['-nev', { ether: true, verbose: true }],
] as const;

function expectAlike(frames: readonly CapturedFrame[]): void {
  for (const l2 of [true, false]) {
    const alike = frames.filter((frame) => frame.l2 === l2);
    if (alike.length === 0) continue;
    for (const [flags, options] of FLAGS) {
      const ours = alike.map((frame) => `${tcpdumpLine(frame, options)}\n`).join('');
      expect(ours, flags).toBe(realText(alike, l2, flags));
    }
  }
}

/** The echo servers here use port 5353: tcpdump reads DNS into whatever they say, which is left out here. */
function isTakenForDns(frame: CapturedFrame): boolean {
  return /\.5353\b.*UDP, length/.test(tcpdumpLine(frame, { ether: false, verbose: true }));
}

function isTunnelled(frame: CapturedFrame): boolean {
  return tcpdumpLine(frame, { ether: false, verbose: false }).includes(' OTV, ');
}

const MADE: MadeIp = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.0.0.1', dst: '10.0.0.2' };

/** ICMP messages of every type and code, with whole and cut quotes of UDP and ICMP. */
function icmpMessages(): CapturedFrame[] {
  const quoted = [
    icmpFrame({ ...MADE, src: '10.0.0.2', dst: '10.0.0.7', id: 77 }).subarray(14),
    icmpFrame({ ...MADE, df: true }).subarray(14, 14 + 28),
    icmpFrame(MADE).subarray(14, 14 + 22),
  ];
  const frames: CapturedFrame[] = [];
  for (const type of [0, 3, 4, 5, 8, 11, 12, 42]) {
    for (let code = 0; code < 17; code += 1) {
      for (const quote of quoted) {
        const bytes = icmpFrame(MADE, { type, code }, quote);
        frames.push({ seq: 0, atNs: 1000 * code, direction: 'in', bytes, l2: true });
      }
    }
  }
  return frames;
}

/** Each frame with one field of a header spoilt. */
function spoilt(frames: readonly CapturedFrame[]): CapturedFrame[] {
  // TOS, ID, flags, TTL, header checksum; ICMP checksum or UDP length; the VNI, and what is inside.
  const places = [15, 19, 20, 21, 22, 24, 36, 38, 46, 49, 60];
  return frames.flatMap((frame) =>
    places.flatMap((at) => {
      if (!frame.l2 || frame.bytes[12] !== 8 || frame.bytes[13] !== 0 || at >= frame.bytes.length) return [];
      const bytes = frame.bytes.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 0x23;
      return [{ ...frame, bytes }];
    }),
  );
}

describe.skipIf(!installed)('as tcpdump prints it, where tcpdump is installed', () => {
  test.each(['ipip', 'wireguard'] as const)('the tunnel lab %s', (tunnel) => {
    const session = openLab(tunnelLab(tunnel), [['pod-a', 'ping -c 2 10.244.2.2']]);
    expectAlike(all(session).flatMap(({ frames }) => frames));
  });

  test.each([101, 102, 103, 104, 105, 106, 107, 108])('random lab %i', (seed) => {
    const trace = new TraceStore();
    const lab = randomLab(seed, trace);
    runLab(lab);
    const frames: CapturedFrame[] = [];
    for (let seq = 0; seq < trace.length; seq += 1) {
      const { kind, atNs, after } = trace.record(seq);
      const stored = kind === 'link.tx' || kind === 'link.rx' ? trace.frameBytes(after) : null;
      if (stored !== null) frames.push({ seq, atNs, direction: 'in', ...stored });
    }
    const readable = frames.filter((frame) => !isTakenForDns(frame));
    expect(readable.length).toBeGreaterThan(10);
    expectAlike(readable);
  });

  test('errors, cut packets and fragments', () => {
    const session = openLab(FLANNEL, [
      ['pod-a', 'ping -c 1 -t 1 10.244.2.2'],
      ['pod-a', 'ping -c 1 -s 3000 10.244.2.2'],
      ['pod-a', 'ping -c 1 -M do -s 1450 10.244.2.2'],
      ['pod-a', 'echo nobody | ncat -u -w 1 10.244.2.2 4444'],
      ['pod-a', 'echo echo | ncat -u -w 1 10.244.2.2 5353'],
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['pod-a', 'ping -c 1 10.244.2.2'],
    ]);
    expectAlike(all(session).flatMap(({ frames }) => frames));
  });

  test('ICMP of every type and code', () => {
    expectAlike(icmpMessages());
  });

  test('packets cut short anywhere but inside a VXLAN header', () => {
    const session = openLab(FLANNEL, [
      ['pod-a', 'ping -c 1 10.244.2.2'],
      ['pod-a', 'echo nobody | ncat -u -w 1 10.244.2.2 4444'],
    ]);
    const whole = all(session).flatMap(({ frames }) =>
      frames.filter((frame) => frame.bytes.length > 60 && !isTunnelled(frame)),
    );
    const cut = whole.flatMap((frame) =>
      Array.from({ length: 46 }, (_, at) => ({ ...frame, bytes: frame.bytes.slice(0, 14 + at) })),
    );
    expectAlike(cut);
  });

  test('spoilt headers', () => {
    const session = openLab(FLANNEL, [
      ['pod-a', 'ping -c 1 10.244.2.2'],
      ['pod-a', 'echo nobody | ncat -u -w 1 10.244.2.2 4444'],
    ]);
    expectAlike(spoilt(all(session).flatMap(({ frames }) => frames)));
  });
});
