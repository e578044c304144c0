import { expect, it } from 'vitest';
import { icmpFrame } from '../testing/make-frame';
import { routedNet, type Net } from '../testing/net';

function transmit(lab: Net): void {
  const { ctx } = lab.simulation;
  const frame = icmpFrame({
    from: '02:00:00:00:00:01',
    to: '02:00:00:00:00:02',
    src: '10.1.0.1',
    dst: '10.1.0.2',
  });
  ctx.stack.transmit(ctx, ctx.own(lab.ns('r').id), lab.link('r.e0'), lab.skb(frame));
}

it('counts and shows a frame before the driver has it', () => {
  const lab = routedNet();
  transmit(lab);
  expect(lab.link('r.e0').stats).toMatchObject({ txPackets: 1, txBytes: 98 });
  expect(lab.frames('r.e0').map(({ way }) => way)).toEqual(['out']);
  expect(lab.simulation.ctx.xmitDepth).toBe(0);
});

// observed on Linux 6.18: without a carrier there is no queue, and no capture sees the frame
it.each([
  ['r', 'ip link set e0 down'],
  ['h1', 'ip link set a0 down'],
])('a device that is down, or has no carrier (%s: %s), loses it unseen', (netns, command) => {
  const lab = routedNet().type(netns, command);
  transmit(lab);
  expect(lab.frames('r.e0')).toEqual([]);
  expect(lab.link('r.e0').stats).toMatchObject({ txPackets: 0, txDropped: 1 });
  expect(lab.drops('r')).toEqual(['PW_LINK_DOWN']);
});

it('devices that send through one another too deep are a loop', () => {
  const lab = routedNet();
  lab.simulation.ctx.xmitDepth = 9;
  transmit(lab);
  expect(lab.drops('r')).toEqual(['PW_TUNNEL_LOOP']);
});
