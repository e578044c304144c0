/** Goal: an app begins once its host is known, in the same process; what it does about time and signals holds before that too. */
import { expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';

/** A server that never answers. */
function silent(): Net {
  const lab = routedNet().type('h2', 'iptables -A INPUT -p udp --dport 53 -j DROP');
  lab.simulation.shell.writeFile?.('h1', '/etc/resolv.conf', 'nameserver 10.2.0.2\n');
  return lab;
}

// curl 7.88.1 says so in the same situation.
test('a limit of time holds while the name is looked up', () => {
  const lab = silent();
  const began = lab.world.nowNs;
  expect(lab.run('h1', 'curl -sS -m 2 web')).toEqual([
    'curl: (28) Resolving timed out after 2000 milliseconds',
  ]);
  expect(lab.run('h1', 'curl -sv --connect-timeout 1 web')).toEqual([
    '* Resolving timed out after 1000 milliseconds',
    '* Closing connection 0',
  ]);
  expect(Math.round((lab.world.nowNs - began) / 1e9)).toBe(3);
});

test('SIGINT ends it as it ends any process', () => {
  const lab = silent();
  const pid = lab.start('h1', 'ping web');
  lab.wait(1);
  lab.simulation.shell.kill?.('h1', pid, 'INT');
  expect(lab.process('h1', pid)).toMatchObject({ exitCode: 130, output: [] });
});

test('each tool says in its own words that there is no such name', () => {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/resolv.conf', 'nameserver 10.2.0.2\n');
  lab.start('h2', "dnsd example -r '@ SOA ns h 1 2 3 4 5' -r 'web 30 A 10.2.0.2'");
  lab.wait(0.1);
  expect(lab.run('h1', 'curl -sv nope.example')).toEqual([
    '* Could not resolve host: nope.example',
    '* Closing connection 0',
  ]);
  expect(lab.run('h1', 'nc -zv nope.example 80')).toEqual([
    'nc: getaddrinfo for host "nope.example" port 80: Name or service not known',
  ]);
  expect(lab.run('h1', 'ncat -v nope.example 80')).toEqual([
    'Ncat: Version 7.93 ( https://nmap.org/ncat )',
    'Ncat: Could not resolve hostname "nope.example": Name or service not known. QUITTING.',
  ]);
  expect(lab.run('h1', 'nc -zv web.example 80')).toEqual([
    'nc: connect to web.example (10.2.0.2) port 80 (tcp) failed: Connection refused',
  ]);
});
