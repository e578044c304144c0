import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';

/** h1 - r - h2; what is typed on r decides. */
function lab(...rules: readonly string[]): Net {
  const made = net().machines('h1', 'r', 'h2').cable('h1.eth0', 'r.eth0').cable('r.eth1', 'h2.eth0');
  made
    .type('h1', 'ip addr add 10.0.1.1/24 dev eth0\nip route add default via 10.0.1.254')
    .type('h2', 'ip addr add 10.0.2.2/24 dev eth0')
    .type('r', 'ip addr add 10.0.1.254/24 dev eth0\nip addr add 10.0.2.254/24 dev eth1')
    .type('r', 'sysctl -w net.ipv4.ip_forward=1')
    .type('r', 'nft add table inet t');
  for (const rule of rules) made.type('r', `nft '${rule}'`);
  return made;
}
const CHAINS = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};
const FORWARD = 'add chain inet t f { type filter hook forward priority 0; policy drop; }';
const back = (made: Net): Net => made.type('h2', 'ip route add default via 10.0.2.254');
const verdicts = (made: Net): readonly string[] =>
  made.records('nf.rule').map(({ detail, verdict }) => `${detail.table} ${detail.chain} ${verdict}`);

describe('a base chain', () => {
  it('ends a packet by its policy, and counts where it is told to', () => {
    const made = back(lab(FORWARD, 'add rule inet t f ip daddr 10.0.2.2 counter'));
    expect(made.answers('h1', '-c1 -W1 10.0.2.2')).toBe(0);
    expect(made.printed('r', 'nft list chain inet t f')[3]).toBe(
      '\t\tip daddr 10.0.2.2 counter packets 1 bytes 84',
    );
    expect(verdicts(made)).toEqual(['inet t f continue', 'inet t f policy-drop']);
    expect(made.drops()).toEqual(['NETFILTER_DROP']);
  });

  it('lets through what a rule accepts; answers by their state', () => {
    const made = back(
      lab(
        FORWARD,
        'add rule inet t f ct state established accept',
        'add rule inet t f iifname "eth0" accept',
      ),
    );
    expect(made.answers('h1', '-c1 -W1 10.0.2.2')).toBe(1);
    expect(made.answers('h2', '-c1 -W1 10.0.1.1')).toBe(0);
  });

  it('sees nothing of another family', () => {
    const made = back(
      lab('add table ip6 x', 'add chain ip6 x f { type filter hook forward priority 0; policy drop; }'),
    );
    expect(made.answers('h1', '-c1 -W1 10.0.2.2')).toBe(1);
    expect(verdicts(made)).toEqual([]);
  });

  it('adds nothing where there is none: iptables has one order, with nftables beside it and alone', () => {
    const walked = (nft: string): readonly string[] => {
      const made = back(lab()).type('r', nft);
      for (const [table, chains] of Object.entries(CHAINS)) {
        for (const chain of chains) {
          made.type('r', `iptables -t ${table} -A ${chain} -m comment --comment "asked"`);
        }
      }
      made.type('r', 'iptables -t nat -A POSTROUTING -s 10.0.1.0/24 -j MASQUERADE');
      const from = made.trace.length;
      expect([made.answers('h1', '-c1 10.0.2.2'), made.answers('h1', '-c1 10.0.1.254')]).toEqual([1, 1]);
      expect(made.answers('r', '-c1 10.0.2.2')).toBe(1);
      const told = [...made.records('nf.rule'), ...made.records('ct.lookup'), ...made.records('nat.apply')];
      const asked = told.filter(({ seq }) => seq >= from).sort((a, b) => a.seq - b.seq);
      return asked.map(({ kind, verdict, detail }) =>
        'table' in detail ? `${detail.table} ${detail.chain} ${verdict}` : `${kind} ${verdict}`,
      );
    };
    const alone = walked('nft delete table inet t');
    expect(walked('nft list ruleset')).toEqual(alone);
    // A packet that is passed on, by the priorities of the real hooks.
    expect(alone.slice(0, 3)).toEqual([
      'raw PREROUTING continue',
      'raw PREROUTING policy-accept',
      'ct.lookup new',
    ]);
  });

  it('is asked in the order of priorities, among those of iptables', () => {
    const made = back(
      lab(
        'add chain inet t late { type filter hook forward priority 10; }',
        'add chain inet t early { type filter hook forward priority -10; }',
        'add rule inet t early counter accept',
        'add rule inet t late counter accept',
      ),
    ).type('r', 'iptables -A FORWARD -j ACCEPT');
    made.answers('h1', '-c1 -W1 10.0.2.2');
    expect(verdicts(made).slice(0, 3)).toEqual([
      'inet t early accept',
      'filter FORWARD accept',
      'inet t late accept',
    ]);
  });

  it('calls other chains, comes back, and does not from a goto', () => {
    const made = lab(
      'add chain inet t f { type filter hook forward priority 0; policy drop; }',
      'add chain inet t sub',
      'add rule inet t sub ip saddr 10.9.9.9 accept',
      'add rule inet t f jump sub',
      'add rule inet t f goto sub',
      'add rule inet t f accept',
    );
    expect(made.answers('h1', '-c1 -W1 10.0.2.2')).toBe(0);
    expect(verdicts(made)).toEqual(['inet t f jump', 'inet t f jump', 'inet t f policy-drop']);
  });
});

describe('translation', () => {
  const POST = 'add chain inet t p { type nat hook postrouting priority srcnat; }';

  it('masquerade: the other side needs no way back', () => {
    const made = lab(POST, 'add rule inet t p ip saddr 10.0.1.1 ip daddr != 10.0.1.0/24 masquerade');
    expect(made.answers('h1', '-c2 -W1 10.0.2.2')).toBe(2);
    // One walk for a flow.
    expect(verdicts(made)).toEqual(['inet t p translate']);
    expect(made.printed('r', 'conntrack -L').join('')).toContain('src=10.0.2.2 dst=10.0.2.254');
  });

  it('the first that translates has said all, iptables before nftables', () => {
    const made = lab(POST, 'add rule inet t p masquerade').type(
      'r',
      'iptables -t nat -A POSTROUTING -j MASQUERADE',
    );
    made.answers('h1', '-c1 -W1 10.0.2.2');
    expect(verdicts(made)).toEqual(['nat PREROUTING policy-accept', 'nat POSTROUTING translate']);
  });

  it('dnat: another address and port', () => {
    const made = back(
      lab(
        'add chain inet t d { type nat hook prerouting priority dstnat; }',
        'add rule inet t d ip daddr 10.0.1.254 tcp dport 8080 dnat to 10.0.2.2:80',
      ),
    );
    made.ask('h2', 'httpd -p 80 &');
    expect(made.ask('h1', 'curl -s -o /dev/null http://10.0.1.254:8080/').exitCode).toBe(0);
    made.wait(1);
    expect(made.records('nat.apply').length).toBeGreaterThan(0);
  });
});

it('marks packets for policy routing', () => {
  const made = back(
    lab(
      'add chain inet t m { type filter hook prerouting priority mangle; }',
      'add rule inet t m ip saddr 10.0.1.1 meta mark set 0x7',
    ),
  ).type('r', 'ip rule add fwmark 7 prohibit');
  expect(made.answers('h1', '-c1 -W1 10.0.2.2')).toBe(0);
});

it('the same with and without a trace, and at any record', () => {
  const made = lab(FORWARD, 'add rule inet t f ip daddr { 10.0.2.2, 10.0.3.0/24 } counter accept');
  made.answers('h1', '-c1 -W1 10.0.2.2');
  const changes = made.records('nf.rule').flatMap(({ changes: all }) => all);
  expect(changes.some(({ slot }) => slot === 'nf.counter')).toBe(true);
});
