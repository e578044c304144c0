import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Net } from './net';
import { flowText, flows, observed, observedClients, OBSERVED, seenIn } from './observed';
import { loadRules, ruleCounts } from './rules';

/**
 * Goal: translating, rejecting and the order of the hooks behave as observed on Linux 6.18. Method: the observed topology with
 * what was typed there; expected is what was seen. A test is named as the observation.
 */
const seen = seenIn(readFileSync(OBSERVED, 'utf8'));

function ask(lab: Net, client: string, srcPort: number, dstPort: number): void {
  lab.run(client, `echo a | ncat -u -p ${srcPort} -w 1 10.3.0.2 ${dstPort}`);
}

/** Source addresses and ports the server saw, in order. */
function seenByServer(lab: Net): readonly string[] {
  const asked = lab.frames('s.eth0').filter(({ way, udp }) => way === 'in' && udp !== undefined);
  return asked.map(({ ip, udp }) => `${String(ip?.['src'])}:${String(udp?.['srcPort'])}`);
}

/** A UDP echo server on s:7000. */
function served(): Net {
  const lab = observedClients();
  lab.start('s', 'ncat -u -l -k -e /bin/cat 7000');
  return lab;
}

it('masq-keeps-port', () => {
  const lab = served();
  ask(lab, 'c1', 5000, 7000);
  const expected = seen('masq-keeps-port');
  expect(seenByServer(lab)).toEqual([expected['serverSees']]);
  expect(flows(lab, 'r')).toEqual([flowText(expected['conntrack'])]);
});

it.each([
  ['masq-collision', 5000, 'serverSeesPortRange'],
  ['masq-collision-below-512', 500, 'secondPortRange'],
  ['masq-collision-512-1023', 700, 'secondPortRange'],
])('%s', (name, port, key) => {
  const lab = served();
  ask(lab, 'c1', port, 7000);
  ask(lab, 'c2', port, 7000);
  const [first, second] = seenByServer(lab).map((end) => Number(end.split(':')[1]));
  const [min, max] = seen(name)[key] as readonly [number, number];
  expect(first).toBe(port);
  expect(second).not.toBe(port);
  expect(second).toBeGreaterThanOrEqual(min);
  expect(second).toBeLessThanOrEqual(max);
});

it('conntrack-udp-unreplied', () => {
  const lab = observedClients();
  ask(lab, 'c1', 6000, 7999);
  expect(flows(lab, 'r')).toEqual([flowText(seen('conntrack-udp-unreplied')['conntrack'])]);
});

it('conntrack-icmp', () => {
  const lab = observedClients();
  lab.ping('c1', '-c1 10.3.0.2');
  expect(flows(lab, 'r')).toEqual([flowText(seen('conntrack-icmp')['conntrack'])]);
});

it('conntrack-tcp-events', () => {
  const lab = observedClients();
  lab.start('s', 'httpd -f -p 8080');
  const watched = lab.start('r', 'conntrack -E');
  // Who connected said nothing and closed; the server closed when it heard of that.
  lab.run('c1', 'ncat -z 10.3.0.2 8080');
  lab.wait(1);
  const lines = lab.process('r', watched).output;
  const told = lines.map((line) => {
    const [, what, seconds, state] = /\[(\w+)\] tcp {6}6 (\d+) (\w+) /.exec(line) ?? [];
    return [what, state, Number(seconds), /\[(?:UNREPLIED|ASSURED)\]/.exec(line)?.[0] ?? ''];
  });
  const expected = seen('conntrack-tcp-events');
  expect(told).toEqual(expected['events']);
  const portless = (line: unknown): string => String(line).replace(/port=(?!8080)\d+/g, 'port=<p>');
  expect(portless(lines[0])).toBe(portless(expected['format']));
});

it('trace-nft', () => {
  const lab = observedClients()
    .type('r', 'iptables -t raw -A PREROUTING -i e1 -p icmp -j TRACE')
    .type('r', 'iptables -A FORWARD -p icmp -m comment --comment accept-icmp -j ACCEPT');
  lab.ping('c1', '-c1 10.3.0.2');
  const met = lab.records('nf.rule', 'r').map(({ detail, verdict, after }) => {
    const frame = lab.trace.frameBytes(after);
    // Behind routing the packet is bare.
    const ttl = String(frame?.bytes[(frame.l2 ? 14 : 0) + 8]);
    const rule = detail.rule === null ? 'policy' : 'rule';
    // A translation is told as what is decided about the packet: it goes on.
    const word = { continue: 'CONTINUE', 'policy-accept': 'ACCEPT', translate: 'ACCEPT' }[verdict as string];
    return `TTL=${ttl} ${detail.table}:${detail.chain}:${rule}:${word ?? verdict.toUpperCase()}`;
  });
  let ttl = '';
  const expected = (seen('trace-nft')['stdout'] as readonly string[]).flatMap((line) => {
    ttl = / (TTL=\d+) /.exec(line)?.[1] ?? ttl;
    const [, chain, what, verdict] = / TRACE: .* (\w+:\w+:)(rule|policy):(?:0x\w+:)?(\w+)/.exec(line) ?? [];
    return chain === undefined ? [] : [`${ttl} ${chain}${what ?? ''}:${verdict ?? ''}`];
  });
  expect(expected).toHaveLength(4);
  // Chains without a rule are not in nf_tables as they were observed; those of the reply come behind.
  const withRules = met.filter((line) => !line.includes('nat:PREROUTING'));
  expect(withRules.slice(0, expected.length)).toEqual(expected);
});

it('trace-legacy', () => {
  const lab = observed()
    .type('h1', 'iptables -t raw -A OUTPUT -p icmp -j TRACE')
    .type('h1', 'iptables -t mangle -A OUTPUT -j LOG --log-prefix "mylog: "')
    .type('h1', 'iptables -A OUTPUT -p icmp -j ACCEPT');
  lab.ping('h1', '-c1 10.2.0.2');
  const [line = ''] = lab.printed('h1', 'dmesg').filter((each) => each.includes('mylog: '));
  const [, , expected] = seen('trace-legacy')['dmesg'] as readonly string[];
  const bare = (text: string): string =>
    text
      .replace(/^.*mylog/, 'mylog')
      .replace(/OUT=\S+ SRC=\S+ DST=\S+/, '')
      .replace(/ ID=\S+/g, ' ID=');
  expect(bare(line)).toBe(bare(expected ?? ''));
});

it('reject-icmp', () => {
  const expected = seen('reject-icmp');
  const said = (more: string, command: string): readonly string[] => {
    const lab = observedClients().type('r', `iptables -A FORWARD -d 10.3.0.2/32 ${more}`);
    return lab.run('c2', command);
  };
  const ping = 'ping -c1 -W1 10.3.0.2';
  expect(said('-p icmp -j REJECT', ping)).toContain(expected['ping']);
  const prohibited = '-p icmp -j REJECT --reject-with icmp-admin-prohibited';
  expect(said(prohibited, ping)).toContain(expected['adminProhibited']);
  expect(said('-p tcp -j REJECT --reject-with tcp-reset', 'ncat 10.3.0.2 80').join()).toContain(
    expected['tcpReset'],
  );
  const lab = observedClients().type('r', `iptables -A FORWARD -d 10.3.0.2 ${prohibited}`);
  expect(lab.printed('r', 'iptables-save -t filter')).toContain(expected['savedRule']);
});

it('notrack-disables-nat', () => {
  const lab = observedClients().type('r', 'iptables -t raw -A PREROUTING -i e2 -j CT --notrack');
  lab.ping('c2', '-c1 -W1 10.3.0.2');
  const expected = seen('notrack-disables-nat');
  const [request] = lab.frames('s.eth0').filter(({ icmp, way }) => icmp !== undefined && way === 'in');
  expect(request?.ip?.['src'] !== '10.2.0.2').toBe(expected['masqueraded']);
  expect(flows(lab, 'r')).toHaveLength(Number(expected['conntrackEntries']));
});

it('ttl-expiry-before-forward-chain', () => {
  const lab = observed().type('r', 'iptables -A FORWARD -p icmp');
  lab.ping('h1', '-c1 -W1 -t1 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([
    seen('ttl-expiry-before-forward-chain')['FORWARD rule packets'],
  ]);
});

it('reject-errno-tcp', () => {
  const expected = seen('reject-errno-tcp');
  const said = (target: string): string =>
    observed().type('r', `iptables -A FORWARD -p tcp -j ${target}`).run('h1', 'ncat -w 3 10.2.0.2 80').join();
  expect(said('REJECT')).toContain(expected['default (icmp-port-unreachable)']);
  for (const type of ['icmp-host-unreachable', 'icmp-admin-prohibited', 'tcp-reset']) {
    expect(said(`REJECT --reject-with ${type}`), type).toContain(expected[type]);
  }
  expect(said('DROP')).toBe('Ncat: TIMEOUT.');
});

it('dnat-then-forward-view', () => {
  const lab = observed()
    .type(
      'r',
      'iptables -t nat -A PREROUTING -d 10.1.0.1 -p udp --dport 53 -j DNAT --to-destination 10.2.0.2:5353',
    )
    .type('r', 'iptables -t nat -A POSTROUTING -o e1 -j MASQUERADE')
    .type('r', 'iptables -A FORWARD -s 10.1.0.2 -d 10.2.0.2 -p udp --dport 5353')
    .type('r', 'iptables -A FORWARD -s 10.2.0.1\niptables -A FORWARD -d 10.1.0.1');
  lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.1.0.1 53');
  const expected = seen('dnat-then-forward-view');
  const { packets, bytes } = expected['FORWARD -s 10.1.0.2 -d 10.2.0.2 -p udp --dport 5353'] as {
    readonly packets: number;
    readonly bytes: number;
  };
  const counts = lab
    .printed('r', 'iptables -nvxL FORWARD')
    .slice(2)
    .map((line) => line.trim().split(/ +/).slice(0, 2).map(Number));
  expect(counts).toEqual([
    [packets, bytes],
    [expected['FORWARD -s 10.2.0.1'], 0],
    [expected['FORWARD -d 10.1.0.1'], 0],
  ]);
  expect(flows(lab, 'r', '4000')).toEqual([flowText(expected['conntrack'])]);
});

it('loopback-nat-hooks', () => {
  const lab = loadRules(observed(), 'r', 'nat', '-A OUTPUT -p icmp', '-A PREROUTING -p icmp').type(
    'r',
    'iptables -A INPUT -m conntrack --ctstate NEW',
  );
  lab.ping('r', '-c1 10.1.0.1');
  const expected = seen('loopback-nat-hooks');
  expect(ruleCounts(lab, 'r', 'nat', 'OUTPUT')).toEqual([expected['nat OUTPUT rule packets']]);
  expect(ruleCounts(lab, 'r', 'nat', 'PREROUTING')).toEqual([expected['nat PREROUTING rule packets']]);
});
