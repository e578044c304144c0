import { describe, expect, it } from 'vitest';
import { icmpFrame } from '../../testing/make-frame';
import { routedNet } from '../../testing/net';
import { ipv4 } from '../../wire/addr';
import { findPingSocket, pingOpen, pingSend } from './ping';
import { readSocket } from './table';

function socket(ident = 7) {
  const lab = routedNet();
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns('h1').id);
  const id = pingOpen(ctx, ns, 1, ident, ipv4('10.1.0.2'));
  const request = {
    to: ipv4('10.2.0.2'),
    seq: 1,
    data: new Uint8Array(56),
    ttl: 0,
    pmtudisc: 'want' as const,
  };
  return { lab, ctx, ns, id, request };
}

describe('pingSend', () => {
  it('is null when the request went out', () => {
    const { ctx, ns, id, request } = socket();
    expect(pingSend(ctx, ns, id, request)).toBeNull();
  });

  it('says why it did not', () => {
    const { lab, ctx, ns, id, request } = socket();
    expect(pingSend(ctx, ns, 99, request)).toEqual({ errno: 'ENOTCONN', mtu: 0 });
    const long = { ...request, pmtudisc: 'do' as const, data: new Uint8Array(1473) };
    expect(pingSend(ctx, ns, id, long)).toEqual({ errno: 'EMSGSIZE', mtu: 1500 });
    expect(pingSend(ctx, ns, id, { ...long, data: new Uint8Array(1472) })).toBeNull();
    expect(pingSend(ctx, ns, id, { ...long, pmtudisc: 'want' })).toBeNull();
    lab.type('h1', 'ip route del default');
    expect(pingSend(ctx, ns, id, request)).toEqual({ errno: 'ENETUNREACH', mtu: 0 });
  });
});

describe('an echo reply', () => {
  const reply = (lab: ReturnType<typeof socket>['lab']) =>
    icmpFrame(
      { from: lab.mac('r.e0'), to: lab.mac('h1.a0'), src: '10.2.0.2', dst: '10.1.0.2', ttl: 9 },
      'echo-reply',
    );

  it('reaches the socket with its identifier', () => {
    const { lab, ctx, ns, id } = socket(7);
    expect(findPingSocket(ns, 7)?.id).toBe(id);
    lab.arrive('h1.a0', reply(lab));
    expect(readSocket(ctx, ns, id)).toMatchObject({ kind: 'data', from: ipv4('10.2.0.2'), ttl: 9 });
  });

  it('with another identifier is nobody’s', () => {
    const { lab, ns } = socket(8);
    expect(findPingSocket(ns, 7)).toBeNull();
    lab.arrive('h1.a0', reply(lab));
    expect(lab.drops('h1')).toEqual(['NO_SOCKET']);
  });
});
