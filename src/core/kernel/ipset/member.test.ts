import { expect, it } from 'vitest';
import { addressBounds, lengthsOf, parseMember, partsOf } from './member';

it('reads a member back into its parts', () => {
  expect(partsOf('hash:ip,port,net', '10.0.0.1,udp:53,10.9.0.0/16')).toEqual([
    { kind: 'ip', addr: 0x0a00_0001 },
    { kind: 'port', proto: 17, port: 53 },
    { kind: 'net', cidr: { addr: 0x0a09_0000, len: 16 } },
  ]);
});

it.each([
  ['hash:net', '0.0.0.0/0', null],
  ['hash:net,net', '0.0.0.0/0,10.0.0.1', ['0.0.0.0/0,10.0.0.1']],
  ['hash:ip', '10.0.0.1-10.0.0.2', ['10.0.0.1', '10.0.0.2']],
  ['hash:ip', '10.0.0.0/8', null],
  ['hash:ip,port', '10.0.0.1', null],
  ['hash:ip,port', '10.0.0.1,carrier:1', null],
] as const)('%s %s', (type, text, members) => {
  expect(parseMember({ type, range: null, netmask: 32 }, text)).toEqual(members);
});

it('knows which lengths occur, longest first', () => {
  expect(lengthsOf('hash:net', ['10.0.0.0/8', '10.1.0.1', '10.2.0.0/16'])).toEqual([[32, 16, 8]]);
  expect(addressBounds('10.0.0.0/30')).toEqual({ min: 0x0a00_0000, max: 0x0a00_0003 });
});
