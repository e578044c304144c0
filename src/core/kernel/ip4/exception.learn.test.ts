import { describe, expect, it } from 'vitest';
import { icmpFrame, udpFrame, type MadeIp } from '../../testing/make-frame';
import { routedNet } from '../../testing/net';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';

/** Goal: what a host makes of a redirect. Source of the rules: net/ipv4/route.c __ip_do_redirect. */
describe('a redirect about what a UDP socket sent', () => {
  /** h1 is told by r that 10.2.0.2 is reached in a better way, after `before` was typed on it. */
  function told(before: string): readonly (readonly unknown[])[] {
    const lab = routedNet().type('h1', before);
    lab.start('h1', 'ncat -u -l -k -e /bin/cat 9');
    lab.wait(1);
    const here: MadeIp = { from: lab.mac('r.e0'), to: lab.mac('h1.a0'), src: '10.1.0.1', dst: '10.1.0.2' };
    const quoted = udpFrame({ ...here, src: '10.1.0.2', dst: '10.2.0.2' }, 9, 7, 'x');
    lab.arrive('h1.a0', icmpFrame(here, { type: 5, code: 1 }, quoted.subarray(ETHERNET_HEADER_LEN)));
    return lab.records('route.exception', 'h1').map(({ verdict, detail }) => [verdict, detail.why]);
  }

  it('is not believed when it names a gateway that cannot be one', () => {
    expect(told('true')).toEqual([['ignored', 'not-accepted']]);
  });

  it('has nothing to correct where there is no route', () => {
    expect(told('ip route del default')).toEqual([['ignored', 'no-route']]);
  });

  it('has nothing to correct where the route leads nowhere', () => {
    expect(told('ip route replace unreachable default')).toEqual([['ignored', 'no-route']]);
  });
});
