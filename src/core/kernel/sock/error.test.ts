import { describe, expect, it } from 'vitest';
import { icmpFrame, udpFrame } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { ANY_IPV4, ipv4 } from '../../wire/addr';
import { pingOpen } from './ping';
import { readSocket } from './table';
import { udpConnect } from './udp';

/** Goal: an ICMP error reaches the socket that sent what it quotes. Method: sockets of h1, errors made by hand. */
function errorAbout(lab: Net, quoted: Uint8Array, kind = { type: 3, code: 1 }): void {
  const made = { from: lab.mac('r.e0'), to: lab.mac('h1.a0'), src: '10.1.0.1', dst: '10.1.0.2' };
  lab.arrive('h1.a0', icmpFrame(made, kind, quoted.slice(14)));
}

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' };
const OUT = { ...ETH, src: '10.1.0.2', dst: '10.2.0.2' };

describe('an error about', () => {
  it('an echo request goes to the ping with its identifier', () => {
    const lab = routedNet();
    const { ctx } = lab.simulation;
    const ns = ctx.own(lab.ns('h1').id);
    const id = pingOpen(ctx, ns, 1, 7, ipv4('10.1.0.2'));
    errorAbout(lab, icmpFrame(OUT), { type: 11, code: 0 });
    expect(readSocket(ctx, ns, id)).toMatchObject({
      ...{ kind: 'error', icmpType: 11, icmpCode: 0, from: ipv4('10.1.0.1'), mtu: 0 },
    });
    expect(lab.records('sock.deliver', 'h1')[0]).toMatchObject({
      verdict: 'error',
      detail: { socket: 'ping' },
    });
  });

  it('a datagram goes to its socket, found by the ports it quotes', () => {
    const lab = routedNet();
    const { ctx } = lab.simulation;
    const ns = ctx.own(lab.ns('h1').id);
    const ids = [9, 10].map((port, i) =>
      udpConnect(ctx, ns, { pid: 1, local: ANY_IPV4, port: 4000 + i }, ipv4('10.2.0.2'), port),
    );
    errorAbout(lab, udpFrame(OUT, 4001, 10, 'x'));
    expect(ids.map((id) => readSocket(ctx, ns, Number(id))?.kind ?? null)).toEqual([null, 'error']);
    errorAbout(lab, udpFrame(OUT, 4001, 99, 'x'));
    expect(lab.drops('h1')).toEqual(['NO_SOCKET']);
  });

  it('a datagram that was too big tells the MTU', () => {
    const lab = routedNet().type('r', 'ip link set e1 mtu 1400');
    lab.ping('h1', '-c1 -M do -s 1472 10.2.0.2');
    expect(lab.process('h1', 1).output[1]).toContain('(mtu = 1400)');
  });

  it('a tunnel’s packet is heard by nobody', () => {
    const lab = routedNet().type('h1', 'ip link add vx type vxlan id 1 dev a0\nip link set vx up');
    errorAbout(lab, udpFrame(OUT, 8472, 8472, 'x'));
    expect(lab.drops('h1')).toEqual(['NO_SOCKET']);
  });
});
