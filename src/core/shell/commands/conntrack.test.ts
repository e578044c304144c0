/** `conntrack` of conntrack-tools 1.4.7; the line as it was seen on Linux 6.18. */
import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';
import { loadRules } from '../../testing/rules';

function tracked(): Net {
  const lab = loadRules(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 7000');
  lab.run('h1', 'echo a | ncat -u -p 5000 -w 1 10.2.0.2 7000');
  lab.ping('h1', '-c1 10.2.0.2');
  return lab;
}

it('prints a flow as the tool does', () => {
  const { stdout, stderr } = tracked().ask('r', 'conntrack -L');
  expect(stdout[0]?.replace(/17 \d+ /, '17 N ')).toBe(
    'udp      17 N src=10.1.0.2 dst=10.2.0.2 sport=5000 dport=7000 src=10.2.0.2 dst=10.2.0.1 sport=7000 dport=5000 mark=0 use=1',
  );
  expect(stdout[1]).toMatch(
    /^icmp {5}1 \d+ src=10.1.0.2 dst=10.2.0.2 type=8 code=0 id=(\d+) src=10.2.0.2 dst=10.2.0.1 type=0 code=0 id=\1 mark=0 use=1$/,
  );
  expect(stderr).toEqual(['conntrack v1.4.7 (conntrack-tools): 2 flow entries have been shown.']);
});

it('filters, counts and deletes', () => {
  const lab = tracked();
  expect(lab.ask('r', 'conntrack -L -p udp -o extended').stdout[0]).toMatch(/^ipv4 {5}2 udp {6}17 /);
  expect(lab.ask('r', 'conntrack -L --orig-port-dst 1').stdout).toEqual([]);
  expect(lab.ask('r', 'conntrack -C').stdout).toEqual(['2']);
  expect(lab.ask('r', 'conntrack -D -p icmp').exitCode).toBe(0);
  expect(lab.ask('r', 'conntrack -D -p icmp').exitCode).toBe(1);
  expect(lab.ask('r', 'conntrack -F').exitCode).toBe(0);
  expect(lab.ns('r').conntrack.entries.size).toBe(0);
});

it('needs an operation', () => {
  expect(routedNet().ask('r', 'conntrack').exitCode).toBe(2);
  expect(routedNet().ask('r', 'conntrack -I').exitCode).toBe(69);
});
