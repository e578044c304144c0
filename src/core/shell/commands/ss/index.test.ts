/** What ss of iproute2 6.1 printed into a pipe, on a real machine with the same sockets. */
import { describe, expect, test } from 'vitest';
import { createSimulation } from '../../../simulator';
import { runCommand } from '../..';
import { openSocket } from '../../../kernel/sock/table';
import { ANY_IPV4, ipv4 } from '../../../wire/addr';
import { recordedShell } from '../../../testing/shell-host';

/** A UDP socket bound to port 5353 and one connected to 10.0.0.2:53, of a program called python3. */
function machine() {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'host' });
  const pid = simulation.spawn('m', {
    app: 'sleep',
    argv: ['python3'],
    state: { lengthNs: 1e9 },
    daemon: false,
  });
  const ns = simulation.ctx.own(0);
  const common = { kind: 'udp', pid, txHash: 0, queue: [] } as const;
  openSocket(simulation.ctx, ns, (id) => ({
    ...common,
    id,
    local: ANY_IPV4,
    port: 5353,
    remote: ANY_IPV4,
    remotePort: 0,
  }));
  openSocket(simulation.ctx, ns, (id) => ({
    ...common,
    ...{ id, local: ipv4('10.0.0.1'), port: 45_212, remote: ipv4('10.0.0.2'), remotePort: 53 },
  }));
  return (command: string) => runCommand(simulation.shell, 'm', command).stdout;
}

describe('ss', () => {
  test.each<[string, readonly string[]]>([
    [
      'ss -unap',
      [
        'State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess                        ',
        'UNCONN 0      0            0.0.0.0:5353       0.0.0.0:*    users:(("python3",pid=1,fd=3))',
        'ESTAB  0      0           10.0.0.1:45212     10.0.0.2:53   users:(("python3",pid=1,fd=3))',
      ],
    ],
    [
      'ss -uan',
      [
        'State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess',
        'UNCONN 0      0            0.0.0.0:5353       0.0.0.0:*          ',
        'ESTAB  0      0           10.0.0.1:45212     10.0.0.2:53         ',
      ],
    ],
    [
      'ss -u',
      [
        'Recv-Q Send-Q Local Address:Port  Peer Address:Port  Process',
        '0      0           10.0.0.1:45212     10.0.0.2:domain       ',
      ],
    ],
    [
      'ss -lun',
      [
        'State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
        'UNCONN 0      0            0.0.0.0:5353      0.0.0.0:*          ',
      ],
    ],
    ['ss -tn', ['State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess']],
    ['ss -lnw', ['State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess']],
    ['ss -tln6', ['State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess']],
  ])('%s', (command, lines) => expect(machine()(command)).toEqual(lines));

  test('shows the kernel’s own socket of a vxlan device, which belongs to nobody', () => {
    const { run } = recordedShell(
      'ip link set eth0 up\nip addr add 10.0.0.1/24 dev eth0\nip link add vx type vxlan id 1 dev eth0 dstport 8472\nip link set vx up',
    );
    expect(run('ss -Hlunp').stdout).toEqual(['UNCONN 0      0      0.0.0.0:8472 0.0.0.0:*']);
  });

  test.each([
    ['-S', '-S'],
    ['--sctp', '-S'],
    ['-d', '-d'],
    ['--mptcp', '-M'],
  ])('sockets of another protocol are refused by name: %s', (option, name) => {
    const { run } = recordedShell('ip link set lo up');
    expect(run(`ss ${option}`)).toMatchObject({
      exitCode: 69,
      stderr: [`packetwalk: 'ss ${name}' is not in this lab yet`],
    });
  });

  test('filters by port', () => {
    expect(machine()('ss -Huan sport = :5353')).toHaveLength(1);
    expect(machine()('ss -Huan dport = :5353')).toHaveLength(0);
  });
});
