/** Goal: questions and answers of nslookup and host of BIND 9.18; expected texts are their own before a server like this one. */
import { describe, expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';

function served(conf = 'nameserver 10.2.0.2\n'): Net {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/resolv.conf', conf);
  const records = ['web 30 A 10.1.0.2', 'www 30 CNAME web', 'two 30 A 10.1.0.2', 'two 30 A 10.1.0.3'];
  const zone = [...records, 'six 30 AAAA fd00::1', 't 30 TXT "hi"']
    .map((record) => `-r '${record}'`)
    .join(' ');
  const soa = "-r '@ SOA ns h 1 2 3 4 5'";
  lab.start('h2', `dnsd example ${soa} ${zone} in-addr.arpa ${soa} -r '2.0.1.10 30 PTR web.example.'`);
  return lab.wait(0.1);
}

const NO_RECURSION = ';; Got recursion not available from 10.2.0.2';
const SERVER = ['Server:\t\t10.2.0.2', 'Address:\t10.2.0.2#53', ''];

describe('nslookup', () => {
  test.each([
    ['web.example', [NO_RECURSION, ...SERVER, 'Name:\tweb.example', 'Address: 10.1.0.2', NO_RECURSION, '']],
    [
      'www.example',
      [
        ...[NO_RECURSION, ...SERVER, 'www.example\tcanonical name = web.example.', 'Name:\tweb.example'],
        ...['Address: 10.1.0.2', NO_RECURSION, ''],
      ],
    ],
    ['six.example', [NO_RECURSION, ...SERVER, NO_RECURSION, 'Name:\tsix.example', 'Address: fd00::1', '']],
    ['t.example', [NO_RECURSION, ...SERVER, NO_RECURSION, "*** Can't find t.example: No answer", '']],
    ['-type=txt t.example', [NO_RECURSION, ...SERVER, 't.example\ttext = "hi"', '']],
    ['-type=mx web.example', [NO_RECURSION, ...SERVER, "*** Can't find web.example: No answer", '']],
    ['nope.example', [NO_RECURSION, ...SERVER, "** server can't find nope.example: NXDOMAIN", '']],
    ['web', [NO_RECURSION, ...SERVER, "** server can't find web: REFUSED", '']],
    ['10.1.0.2', [NO_RECURSION, '2.0.1.10.in-addr.arpa\tname = web.example.', '']],
    ['10.9.9.9', [NO_RECURSION, "** server can't find 9.9.9.10.in-addr.arpa: NXDOMAIN", '']],
    ['web.example 10.2.0.2', [...SERVER, 'Name:\tweb.example', 'Address: 10.1.0.2', '']],
  ])('%s', (words, expected) => {
    expect(served().run('h1', `nslookup ${words}`)).toEqual(expected);
  });

  test('the list of domains is searched while there is no such name', () => {
    const lab = served('nameserver 10.2.0.2\nsearch a.example example\noptions ndots:5\n');
    expect(lab.run('h1', 'nslookup web')).toEqual([
      ...[NO_RECURSION, NO_RECURSION, ...SERVER, 'Name:\tweb.example', 'Address: 10.1.0.2', NO_RECURSION, ''],
    ]);
  });

  test('nobody listens', () => {
    expect(routedNet().run('h1', 'nslookup -port=54 web.example 10.2.0.2')).toEqual([
      ...Array.from({ length: 3 }, () => ';; communications error to 10.2.0.2#54: connection refused'),
      ';; no servers could be reached',
      '',
    ]);
  });

  test('nobody answers', () => {
    const lab = routedNet().type('h2', 'iptables -A INPUT -p udp --dport 53 -j DROP');
    expect(lab.run('h1', 'nslookup -timeout=1 -retry=1 web.example 10.2.0.2')).toEqual([
      ';; communications error to 10.2.0.2#53: timed out',
      ';; no servers could be reached',
      '',
    ]);
  });
});

describe('host', () => {
  test.each([
    ['web.example', ['web.example has address 10.1.0.2']],
    ['www.example', ['www.example is an alias for web.example.', 'web.example has address 10.1.0.2']],
    ['two.example', ['two.example has address 10.1.0.2', 'two.example has address 10.1.0.3']],
    ['six.example', ['six.example has IPv6 address fd00::1']],
    ['t.example', []],
    ['-t txt t.example', ['t.example descriptive text "hi"']],
    ['-t aaaa web.example', ['web.example has no AAAA record']],
    ['nope.example.', ['Host nope.example. not found: 3(NXDOMAIN)']],
    ['web', ['Host web not found: 5(REFUSED)']],
    ['10.1.0.2', ['2.0.1.10.in-addr.arpa domain name pointer web.example.']],
    ['10.9.9.9', ['Host 9.9.9.10.in-addr.arpa. not found: 3(NXDOMAIN)']],
    [
      'web.example 10.2.0.2',
      [
        ...['Using domain server:', 'Name: 10.2.0.2', 'Address: 10.2.0.2#53', 'Aliases: ', ''],
        'web.example has address 10.1.0.2',
      ],
    ],
  ])('%s', (words, expected) => {
    expect(served().run('h1', `host ${words}`)).toEqual(expected);
  });

  test('asks for addresses of both families and for mail, about the name behind an alias', () => {
    const lab = served();
    lab.run('h1', 'host www.example');
    const types = lab
      .frames('h1.a0')
      .filter((frame) => frame.way === 'out' && frame.udp?.['dstPort'] === 53)
      .map(({ bytes }) => [bytes.at(-3), bytes.length - 42]);
    // 12 octets of header, the name (13 octets), type and class.
    expect(types).toEqual([
      [1, 29],
      [28, 29],
      [15, 29],
    ]);
  });
});
