import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { udpClientProcess } from '../apps/udp-client';
import { udpEchoProcess } from '../apps/udp-echo';
import { sameTuple } from '../kernel/netfilter/tuple';
import { ipv4 } from '../wire/addr';
import { net, type Net } from './net';

/**
 * Goal: what is translated on its way there is translated back, however many flows want the same addresses and ports.
 * Method: clients behind a router that hides them and publishes a server, with source ports that clash; each must hear
 * the answer from the address it asked, and no two flows may look alike outside.
 */
const CLIENTS = ['c1', 'c2', 'c3'] as const;
const PORTS = [500, 700, 5000, 5001] as const;

function hidden(nat: string): Net {
  const lab = net().machines('r', 's', ...CLIENTS);
  lab
    .cable('r.out', 's.eth0')
    .type('s', 'ip addr add 10.3.0.2/24 dev eth0')
    .type('r', 'ip addr add 10.3.0.1/24 dev out');
  CLIENTS.forEach((name, i) => {
    const subnet = `10.1.${String(i)}`;
    lab
      .cable(`r.${name}`, `${name}.eth0`)
      .type('r', `ip addr add ${subnet}.1/24 dev ${name}`)
      .type(name, `ip addr add ${subnet}.2/24 dev eth0\nip route add default via ${subnet}.1`);
  });
  for (const port of [7000, 7001])
    lab.simulation.spawn('s', udpEchoProcess({ port, prefix: 'pong:' }, ['echo']));
  return lab.type('r', `sysctl -w net.ipv4.ip_forward=1\n${nat}`).wait(1);
}

const NATS = {
  masquerade: 'iptables -t nat -A POSTROUTING -o out -j MASQUERADE',
  'masquerade, random': 'iptables -t nat -A POSTROUTING -o out -j MASQUERADE --random-fully',
  'thirty ports for all':
    'iptables -t nat -A POSTROUTING -o out -p udp -j SNAT --to-source 10.3.0.1:9000-9030',
  'published and hidden': `iptables -t nat -A PREROUTING -d 10.3.0.1 -p udp --dport 53 -j DNAT --to-destination 10.3.0.2:7000
iptables -t nat -A POSTROUTING -o out -j MASQUERADE`,
} as const;

const flow = fc.record({
  client: fc.constantFrom(...CLIENTS),
  srcPort: fc.constantFrom(...PORTS),
  target: fc.constantFrom('10.3.0.2 7000', '10.3.0.2 7001', '10.3.0.1 53'),
});

describe.each(Object.entries(NATS))('%s', (name, nat) => {
  it('every flow hears its own answer', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(flow, { minLength: 1, maxLength: 12, selector: (one) => JSON.stringify(one) }),
        (flows) => {
          const lab = hidden(nat);
          const published = name === 'published and hidden';
          const started = flows
            .filter(({ target }) => published || !target.endsWith(' 53'))
            .map(({ client, srcPort, target }) => {
              const [dst = '', port = ''] = target.split(' ');
              const payload = new TextEncoder().encode(`${client} ${String(srcPort)} ${target}`);
              const options = {
                dst: ipv4(dst),
                port: Number(port),
                srcPort,
                payload,
                timeoutNs: 2e9,
                df: true,
              };
              return {
                client,
                pid: lab.simulation.spawn(client, udpClientProcess(options, ['udp'])),
                payload,
              };
            });
          lab.wait(3);
          // A port can be bound once: who came second on its machine is refused there.
          for (const { client, pid } of started) {
            const process = lab.process(client, pid);
            if (process.output.some((line) => line.includes('Address already in use'))) continue;
            expect(process.exitCode, process.output.join()).toBe(0);
          }
          const entries = [...lab.ns('r').conntrack.entries.values()];
          for (const [i, entry] of entries.entries()) {
            for (const other of entries.slice(i + 1)) {
              expect(
                sameTuple(entry.reply, other.reply),
                `flows ${String(entry.id)} and ${String(other.id)}`,
              ).toBe(false);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
