/** Associations from INIT to SHUTDOWN COMPLETE, as RFC 9260 draws them, and what Linux answers where nobody listens. */
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../base/bytes';
import { ipFrame } from '../../../testing/make-frame';
import { routedNet, type Net } from '../../../testing/net';
import { loadRules } from '../../../testing/rules';
import { frameText } from '../../../views/tcpdump';
import { PROTO_SCTP } from '../../../wire/ipv4';
import { readCookie, writeCookie } from './cookie';

/** Chunks that pass a device, as tcpdump names them, `>` away from the client. */
function chunks(lab: Net, place: 'h1.a0' | 'h2.b0' = 'h2.b0'): readonly string[] {
  return lab
    .frames(place)
    .filter(({ ip }) => ip?.['proto'] === PROTO_SCTP)
    .map(({ bytes }) => {
      const text = frameText({ bytes, l2: true }, { ether: false, verbose: false });
      const names = [...text.matchAll(/\(\d+\) \[([A-Z ]+)\]/g)].map(([, name]) => name);
      return `${text.startsWith('IP 10.1.0.2.') ? '>' : '<'} ${names.join(' + ')}`;
    });
}

function served(command = 'ncat --sctp -l -k -e /bin/cat 9000'): Net {
  const lab = routedNet();
  // So that nobody has to be asked for an address any more.
  lab.ping('h1', '-c1 10.2.0.2');
  lab.start('h2', command);
  return lab.wait(5);
}

function arrive(lab: Net, packet: string): readonly string[] {
  const way = { from: lab.mac('r.e1'), to: lab.mac('h2.b0'), src: '10.1.0.2', dst: '10.2.0.2' };
  const before = lab.frames('h2.b0').length;
  lab.arrive('h2.b0', ipFrame(way, PROTO_SCTP, fromHex(packet)));
  return lab
    .frames('h2.b0')
    .slice(before)
    .filter(({ way: direction }) => direction === 'out')
    .map(({ bytes }) => frameText({ bytes, l2: true }, { ether: false, verbose: false }).replace(/^IP /, ''));
}

/** SCTP's bytes of what the server sent last. */
function answerOf(lab: Net): readonly number[] {
  const sent = lab.frames('h2.b0').filter(({ ip, way }) => way === 'out' && ip?.['proto'] === PROTO_SCTP);
  return [...(sent.at(-1)?.bytes.subarray(34) ?? [])];
}

const INIT = '0fa0232800000000f29c216201000014111111110001a000000affff00000064';

test('four packets set it up, a message and its echo are acknowledged, three take it down', () => {
  const lab = served();
  expect(lab.run('h1', 'echo hello | ncat --sctp 10.2.0.2 9000')).toEqual(['hello']);
  lab.wait(1);
  expect(chunks(lab).slice(0, 5)).toEqual([
    '> INIT',
    '< INIT ACK',
    '> COOKIE ECHO',
    '< COOKIE ACK',
    '> DATA',
  ]);
  expect(chunks(lab).slice(-3)).toEqual(['> SACK + SHUTDOWN', '< SHUTDOWN ACK', '> SHUTDOWN COMPLETE']);
  expect([...lab.ns('h1').sockets.entries.values()].filter(({ kind }) => kind === 'sctp')).toEqual([]);
  expect([...lab.ns('h2').sockets.entries.values()].map(({ kind }) => kind)).toEqual(['sctp-listen']);
});

describe('where nobody listens', () => {
  test('a kernel with SCTP aborts: with the tag of INIT, else with the one that came', () => {
    const lab = served('ncat --sctp -l 9999');
    expect(arrive(lab, INIT)).toEqual(['10.2.0.2.9000 > 10.1.0.2.4000: sctp (1) [ABORT] ']);
    const last = answerOf(lab);
    // Tag, checksum, then the chunk: no flag T.
    expect(last.slice(4, 8)).toEqual([0x11, 0x11, 0x11, 0x11]);
    expect(last.slice(12)).toEqual([6, 0, 0, 4]);
  });

  test('a shutdown that nobody knows of is completed', () => {
    const lab = served('ncat --sctp -l 9999');
    // SHUTDOWN ACK with tag 0x22222222.
    const packet = '0fa02328222222220000000008000004';
    const bytes = fromHex(packet);
    bytes.set(crcOf(bytes), 8);
    expect(arrive(lab, toHex(bytes))).toEqual([
      '10.2.0.2.9000 > 10.1.0.2.4000: sctp (1) [SHUTDOWN COMPLETE] ',
    ]);
    expect(answerOf(lab).slice(12)).toEqual([14, 1, 0, 4]);
  });

  test('a client hears it as refused', () => {
    const lab = served('ncat --sctp -l 9999');
    expect(lab.run('h1', 'ncat --sctp 10.2.0.2 9000')).toEqual(['Ncat: Connection refused.']);
  });

  test('a kernel without SCTP does not know the protocol', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    expect(arrive(lab, INIT)).toEqual([
      '10.2.0.2 > 10.1.0.2: ICMP 10.2.0.2 protocol 132 unreachable, length 60',
    ]);
    expect(lab.run('h1', 'ncat --sctp 10.2.0.2 9000')).toEqual(['Ncat: Protocol not available.']);
  });
});

/** What a good packet has there: this one's is its own, bit by bit, so that it owes nothing to the codec. */
function crcOf(bytes: Uint8Array): Uint8Array {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
  }
  crc = ~crc >>> 0;
  return Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24);
}

test('a message longer than a packet is cut and put together', () => {
  const lab = served('ncat --sctp -l 9000');
  const long = 'x'.repeat(5000);
  lab.run('h1', `echo ${long} | ncat --sctp 10.2.0.2 9000`);
  lab.wait(1);
  const printed = [...lab.ns('h2').processes.entries.values()].flatMap(({ output }) => output);
  expect(printed).toEqual([long]);
  for (const { lenBytes } of lab.frames('h2.b0')) expect(lenBytes).toBeLessThanOrEqual(1514);
});

/** The same MTU everywhere on the way. */
function withMtu(lab: Net, mtu: number): Net {
  for (const place of ['h1.a0', 'r.e0', 'r.e1', 'h2.b0']) {
    const [machine = '', dev = ''] = place.split('.');
    lab.type(machine, `ip link set ${dev} mtu ${String(mtu)}`);
  }
  return lab;
}

// sctp_dst_mtu: chunks fill up to a multiple of four, so the path is taken for 1448 both times (DATA of 1400 bytes).
test.each([1450, 1449])('a path of %i bytes is used down to a multiple of four, both ways', (mtu) => {
  const lab = withMtu(served(), mtu);
  const long = 'x'.repeat(3000);
  expect(lab.run('h1', `echo ${long} | ncat --sctp 10.2.0.2 9000`)).toEqual([long]);
  const lengths = lab.frames('h2.b0').filter(({ ip }) => ip?.['proto'] === PROTO_SCTP);
  for (const way of ['in', 'out'])
    expect(Math.max(...lengths.filter((one) => one.way === way).map((one) => one.lenBytes))).toBe(14 + 1448);
});

// sctp_icmp_frag_needed: the shorter path is used, and what is on its way goes again. It is not cut anew: IP may cut it
// (sctp_packet_will_fit), and what is sent later is shorter.
test('a router with a narrower way is heeded', () => {
  const lab = served();
  lab.type('r', 'ip link set e1 mtu 1000').type('h2', 'ip link set b0 mtu 1000');
  const long = 'x'.repeat(3000);
  expect(lab.run('h1', `echo ${long} | ncat --sctp 10.2.0.2 9000`)).toEqual([long]);
  const sent = (from: number) =>
    lab.frames('h1.a0').filter(({ way, atSec, lenBytes }) => way === 'out' && atSec > from && lenBytes > 60);
  const [error = 0] = lab.records('icmp.send', 'r').map(({ atNs }) => atNs / 1e9);
  expect(Math.max(...sent(0).map(({ lenBytes }) => lenBytes))).toBe(1514);
  // 1000 bytes and Ethernet's header; the first repetition follows the error without waiting for a timer.
  const after = sent(error).map(({ lenBytes, ip, atSec }) => ({
    lenBytes,
    df: ip?.['df'],
    soon: atSec < error + 0.1,
  }));
  expect(after.slice(0, 2)).toEqual([
    { lenBytes: 1010, df: false, soon: true },
    { lenBytes: 538, df: false, soon: true },
  ]);
  expect(Math.max(...after.map(({ lenBytes }) => lenBytes))).toBe(1010);
});

test('an INIT that is lost is sent again, after three seconds the first time, then after six', () => {
  const lab = loadRules(served(), 'r', 'filter', '-A FORWARD -p sctp -j DROP');
  lab.start('h1', 'echo hello | ncat --sctp 10.2.0.2 9000');
  lab.wait(4);
  lab.type('r', 'iptables -F FORWARD');
  lab.wait(6);
  expect(chunks(lab, 'h1.a0').slice(0, 4)).toEqual(['> INIT', '> INIT', '> INIT', '< INIT ACK']);
  const [first = 0, second = 0, third = 0] = lab
    .frames('h1.a0')
    .filter(({ ip }) => ip?.['proto'] === PROTO_SCTP)
    .map(({ atSec }) => atSec);
  expect([second - first, third - second].map(Math.round)).toEqual([3, 6]);
});

test('policies see it: state NEW lets it begin, ESTABLISHED goes on', () => {
  const lab = loadRules(
    served(),
    'r',
    'filter',
    '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A FORWARD -p sctp -m sctp --dport 9000 -j ACCEPT',
    '-A FORWARD -j DROP',
  );
  expect(lab.run('h1', 'echo hello | ncat --sctp 10.2.0.2 9000')).toEqual(['hello']);
  expect(lab.run('h1', 'ncat --sctp -w 2 10.2.0.2 9001')).toEqual(['Ncat: TIMEOUT.']);
});

test('a cookie that was never given out is none', () => {
  const cookie = { ownTag: 1, ownTsn: 2, peerTag: 3, peerTsn: 4, peerRwnd: 5 };
  expect(readCookie(writeCookie(cookie))).toEqual(cookie);
  expect(readCookie(new Uint8Array(8))).toBeNull();
  const forged = writeCookie(cookie);
  forged[0] = 1;
  expect(readCookie(forged)).toBeNull();
});
