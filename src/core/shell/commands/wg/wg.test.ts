/** Goal: `wg` asks for what wireguard-tools asks for, and answers what they answer. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import { ipv4 } from '../../../wire/addr';

const SETUP = 'ip link add wg0 type wireguard';
const REAL = 'HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw=';

describe('wg set', () => {
  test.each<[string, object]>([
    ['listen-port 51820', { listenPort: 51820 }],
    ['private-key node-1', { publicKey: 'node-1' }],
    ['private-key /etc/wireguard/node-1.key', { publicKey: 'node-1' }],
    [`peer ${REAL}`, { peers: [{ publicKey: REAL }] }],
    ['peer b remove', { peers: [{ publicKey: 'b', remove: true }] }],
    [
      'peer b endpoint 192.0.2.1:5',
      { peers: [{ publicKey: 'b', endpoint: { addr: ipv4('192.0.2.1'), port: 5 } }] },
    ],
    [
      'peer b allowed-ips 10.1.0.0/16,10.2.0.3',
      {
        peers: [
          {
            publicKey: 'b',
            allowedIps: [
              { addr: ipv4('10.1.0.0'), len: 16 },
              { addr: ipv4('10.2.0.3'), len: 32 },
            ],
          },
        ],
      },
    ],
    ["peer b allowed-ips ''", { peers: [{ publicKey: 'b', allowedIps: [] }] }],
    ['peer b persistent-keepalive off', { peers: [{ publicKey: 'b' }] }],
    [
      'listen-port 7 peer b remove peer c endpoint 192.0.2.1:5',
      {
        listenPort: 7,
        peers: [
          { publicKey: 'b', remove: true },
          { publicKey: 'c', endpoint: { addr: ipv4('192.0.2.1'), port: 5 } },
        ],
      },
    ],
  ])('%s', (words, op) => {
    const { run, ops } = recordedShell(SETUP);
    const typed = `wg set wg0 ${words}`;
    expect(run(typed)).toMatchObject({ exitCode: 0, stderr: [] });
    expect(ops).toEqual([{ kind: 'wg.set', dev: 'wg0', ...op, netns: 'node-1', typed }]);
  });

  test('warns of a host part, and goes on', () => {
    const { run, ops } = recordedShell(SETUP);
    expect(run('wg set wg0 peer b allowed-ips 10.1.2.3/16')).toMatchObject({
      exitCode: 0,
      stderr: ['Warning: AllowedIP has nonzero host part: 10.1.2.3/16'],
    });
    expect(ops).toHaveLength(1);
  });

  test.each([
    ['wg0 listen-port 70000', "Servname not supported for ai_socktype: `70000'"],
    ['wg0 listen-port', 'Invalid argument: listen-port'],
    ['wg0 fwmark 0x1ffffffff', "Fwmark is neither 0/off nor 0-0xffffffff: `0x1ffffffff'"],
    ['wg0 frob 1', 'Invalid argument: frob'],
    ['wg0 endpoint 192.0.2.1:5', 'Invalid argument: endpoint'],
    ['wg0 peer b listen-port 5', 'Invalid argument: listen-port'],
    [`wg0 peer ${'x'.repeat(33)}`, `Key is not the correct length or format: \`${'x'.repeat(33)}'`],
    ['wg0 peer b endpoint 192.0.2.1', "Unable to find port of endpoint: `192.0.2.1'"],
    ['wg0 peer b endpoint nowhere:5', "Name or service not known: `nowhere:5'"],
    ['wg0 peer b allowed-ips 10.1.0.0/33', "AllowedIP is not in the correct format: `10.1.0.0/33'"],
    ['wg0 peer b allowed-ips frob/8', "Unable to parse IP address: `frob'"],
    ['nope listen-port 5', 'Unable to modify interface: No such device'],
    ['eth0 listen-port 5', 'Unable to modify interface: Operation not supported'],
  ])('%s is refused', (words, text) => {
    expect(recordedShell(SETUP).run(`wg set ${words}`)).toMatchObject({ exitCode: 1, stderr: [text] });
  });

  test.each(['peer b preshared-key x', 'peer b persistent-keepalive 25', 'peer b allowed-ips +10.0.0.0/8'])(
    '%s is not there yet',
    (words) => expect(recordedShell(SETUP).run(`wg set wg0 ${words}`).exitCode).toBe(69),
  );

  test.each([
    ['0x200000', '0x200000'],
    ['17', '0x11'],
    ['off', 'off'],
    ['0', 'off'],
  ])('fwmark %s is told as %s', (word, shown) => {
    const shell = recordedShell(SETUP);
    expect(shell.run('wg set wg0 fwmark 5').exitCode).toBe(0);
    expect(shell.run(`wg set wg0 fwmark ${word}`).exitCode).toBe(0);
    expect(shell.run('wg show wg0 fwmark').stdout).toEqual([shown]);
  });

  test('alone explains itself', () => {
    expect(recordedShell(SETUP).run('wg set wg0').stderr[0]).toMatch(/^Usage: wg set/);
  });
});

describe('wg show', () => {
  const PEERS = `${SETUP}
ip link add wg1 type wireguard
wg set wg0 listen-port 51820 private-key node-1 peer node-2 endpoint 192.0.2.1:51820 allowed-ips 10.244.2.0/24,10.9.0.2 peer node-3`;

  test('tells of all devices, or of one', () => {
    const { run } = recordedShell(PEERS);
    const first = [
      'interface: wg0',
      '  public key: node-1',
      '  private key: (hidden)',
      '  listening port: 51820',
      '',
      'peer: node-2',
      '  endpoint: 192.0.2.1:51820',
      '  allowed ips: 10.244.2.0/24, 10.9.0.2/32',
      '',
      'peer: node-3',
      '  allowed ips: (none)',
    ];
    expect(run('wg show wg0').stdout).toEqual(first);
    expect(run('wg').stdout).toEqual([...first, '', 'interface: wg1']);
    expect(run('wg show').stdout).toEqual(run('wg').stdout);
  });

  test.each([
    ['interfaces', ['wg0 wg1']],
    ['wg0 public-key', ['node-1']],
    ['wg1 public-key', ['(none)']],
    ['wg0 listen-port', ['51820']],
    ['wg0 peers', ['node-2', 'node-3']],
    ['wg0 endpoints', ['node-2\t192.0.2.1:51820', 'node-3\t(none)']],
    ['wg0 allowed-ips', ['node-2\t10.244.2.0/24 10.9.0.2/32', 'node-3\t(none)']],
    ['all listen-port', ['wg0\t51820', 'wg1\t0']],
  ])('%s', (words, lines) => expect(recordedShell(PEERS).run(`wg show ${words}`).stdout).toEqual(lines));

  test.each([
    ['nope', 'Unable to access interface: No such device'],
    ['eth0', 'Unable to access interface: Operation not supported'],
    ['wg0 frob', "Invalid parameter: `frob'"],
    ['wg0 peers more', 'Usage: wg show'],
  ])('%s is refused', (words, text) => {
    const { exitCode, stderr } = recordedShell(PEERS).run(`wg show ${words}`);
    expect(exitCode).toBe(1);
    expect(stderr[0]).toContain(text);
  });
});

test('other words', () => {
  const { run } = recordedShell(SETUP);
  expect(run('wg genkey').exitCode).toBe(69);
  expect(run('wg help')).toMatchObject({ exitCode: 0 });
  expect(run('wg frob')).toMatchObject({ exitCode: 1 });
  expect(run('wg frob').stderr[0]).toBe("Invalid subcommand: `frob'");
});
