import { expect, it } from 'vitest';
import { routedNet } from '../../testing/net';
import { icmpFrame, udpFrame } from '../../testing/make-frame';
import { ruleFits } from '../../testing/rule';
import { parseIpsetRestore } from './text';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const query = udpFrame(ETH, 4000, 53, 'x');

function fits(sets: string, sides: string, frame = query): boolean {
  const commands = parseIpsetRestore(sets);
  if (!commands.ok) throw new Error(commands.error.what);
  const lab = routedNet().apply('r', { kind: 'ipset', commands: commands.value });
  return ruleFits(`-m set --match-set s ${sides}`, frame, { lab });
}

it.each([
  ['create s hash:ip\nadd s 10.1.0.2', 'src', true],
  ['create s hash:ip\nadd s 10.1.0.2', 'dst', false],
  ['create s hash:net\nadd s 10.0.0.0/8', 'dst', true],
  ['create s hash:net\nadd s 10.0.0.0/8\nadd s 10.2.0.0/16 nomatch', 'dst', false],
  ['create s hash:net\nadd s 10.0.0.0/8\nadd s 10.2.0.0/16 nomatch', 'src', true],
  ['create s hash:ip,port\nadd s 10.2.0.2,udp:53', 'dst,dst', true],
  ['create s hash:ip,port\nadd s 10.2.0.2,tcp:53', 'dst,dst', false],
  ['create s hash:ip,port\nadd s 10.2.0.2,udp:53', 'dst', false],
  ['create s hash:ip,port,ip\nadd s 10.2.0.2,udp:53,10.1.0.2', 'dst,dst,src', true],
  ['create s hash:ip,port,net\nadd s 10.2.0.2,udp:53,10.1.0.0/24', 'dst,dst,src', true],
  ['create s hash:ip,port,net\nadd s 10.2.0.2,udp:53,10.3.0.0/24', 'dst,dst,src', false],
  ['create s bitmap:port range 0-100\nadd s 53', 'dst', true],
  ['create s hash:net,iface\nadd s 10.1.0.0/16,e0', 'src,src', true],
  ['create s hash:net,iface\nadd s 10.1.0.0/16,e1', 'src,src', false],
  ['create s hash:mac\nadd s 02:00:00:00:00:01', 'src', true],
  ['create a hash:ip\nadd a 10.1.0.2\ncreate s list:set\nadd s a', 'src', true],
  ['create s hash:net,net\nadd s 10.1.0.0/16,10.2.0.0/16', 'src,dst', true],
])('%j by %s: %s', (sets, sides, expected) => {
  expect(fits(sets, sides)).toBe(expected);
});

it('ICMP has type and code in the place of a port', () => {
  expect(fits('create s hash:ip,port\nadd s 10.2.0.2,icmp:echo-request', 'dst,dst', icmpFrame(ETH))).toBe(
    true,
  );
});
