import { expect, it } from 'vitest';
import { routedNet } from '../../testing/net';
import { ipv4 } from '../../wire/addr';
import { confirmNexthop } from './confirm';

it('vouches for the gateway, not for the destination', () => {
  const lab = routedNet();
  lab.ping('h1', '-c1 10.2.0.2');
  lab.wait(5);
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns('h1').id);
  confirmNexthop(ctx, ns, ipv4('10.2.0.2'), ipv4('10.1.0.2'));
  expect(lab.neigh('h1.a0', '10.1.0.1')?.confirmedNs).toBe(lab.world.nowNs);
  // Nothing to vouch for: an own address, nowhere to go, nobody known.
  const before = lab.trace.length;
  confirmNexthop(ctx, ns, ipv4('10.1.0.2'), ipv4('10.1.0.2'));
  confirmNexthop(ctx, ns, ipv4('10.1.0.77'), ipv4('10.1.0.2'));
  lab.type('h1', 'ip route del default');
  confirmNexthop(ctx, ns, ipv4('8.8.8.8'), ipv4('10.1.0.2'));
  expect(lab.records('neigh.update').filter(({ seq }) => seq >= before)).toEqual([]);
});
