import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { icmpFrame } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';

/** Goal: what the stack does with ICMP by itself. Method: pings, and messages made by hand for r. */
function arrive(lab: Net, ...message: Parameters<typeof icmpFrame>): Net {
  const [made, ...rest] = message;
  lab.arrive('r.e0', icmpFrame({ ...made, to: lab.mac('r.e0') }, ...rest));
  return lab;
}

const H1 = { from: '02:00:00:00:00:99', to: '', src: '10.1.0.2', dst: '10.1.0.1' };

describe('an echo request', () => {
  it('comes back as it was, from the address that was asked, with a TTL of its own', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 -s 100 -t 7 10.2.0.1');
    const request = lab.frames('h1.a0').find(({ way, icmp }) => way === 'out' && icmp);
    const reply = lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp);
    const { id, seq } = request?.icmp ?? {};
    expectFrame(reply, {
      ip: { src: '10.2.0.1', dst: '10.1.0.2', ttl: 64, df: false, totalLen: 128 },
      icmp: { type: 0, code: 0, id: id ?? -1, seq: seq ?? -1 },
    });
    expect(reply?.payload).toEqual(request?.payload);
    expect(reply?.packet).not.toBe(request?.packet);
  });

  it('is what its answer follows from', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.1.0.1');
    const [answered] = lab.records('icmp.echo', 'r');
    const reply = lab.records('route.lookup', 'r').find(({ cause }) => cause === answered?.seq);
    expect(reply).toBeDefined();
  });

  it('to everybody is not answered', () => {
    const lab = routedNet();
    arrive(lab, { ...H1, dst: '10.1.0.255' });
    expect(lab.drops('r')).toEqual(['INVALID_PROTO']);
    expect(lab.records('icmp.echo')).toEqual([]);
  });

  it('from where there is no way back is heard, and the answer ends here', () => {
    const lab = routedNet();
    arrive(lab, { ...H1, src: '172.16.0.1' });
    expect(lab.records('icmp.echo', 'r')).toHaveLength(1);
    expect(lab.drops('r')).toEqual(['IP_OUTNOROUTES']);
  });
});

describe('what is not understood', () => {
  it('a wrong checksum', () => {
    const lab = routedNet();
    const frame = icmpFrame({ ...H1, to: lab.mac('r.e0') });
    frame[14 + 20 + 12]! ^= 0xff;
    lab.arrive('r.e0', frame);
    expect(lab.drops('r')).toEqual(['ICMP_CSUM']);
  });

  it('other types', () => {
    expect(arrive(routedNet(), H1, { type: 13, code: 0 }).drops('r')).toEqual(['INVALID_PROTO']);
  });

  it('an answer that nobody waits for', () => {
    expect(arrive(routedNet(), H1, 'echo-reply').drops('r')).toEqual(['NO_SOCKET']);
  });

  it('an error about a packet that nobody here sent', () => {
    const quoted = icmpFrame({ ...H1, to: H1.from, src: '10.1.0.1', dst: '10.1.0.2' }).slice(14);
    expect(arrive(routedNet(), H1, { type: 3, code: 1 }, quoted).drops('r')).toEqual(['NO_SOCKET']);
  });

  it('an error that quotes too little', () => {
    expect(arrive(routedNet(), H1, { type: 3, code: 1 }, new Uint8Array(10)).drops('r')).toEqual([
      'PKT_TOO_SMALL',
    ]);
  });
});
