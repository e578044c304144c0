import { describe, expect, test } from 'vitest';
import { match } from './match';

// The long options of iptables(8) and iptables-extensions(8).
describe('match', () => {
  test.each([
    [match.markClear(0x30000), '-m mark --mark 0/0x30000'],
    [match.markNotClear(0x30000), '-m mark ! --mark 0/0x30000'],
    [match.srcAddrType('LOCAL', true), '-m addrtype --src-type LOCAL --limit-iface-out'],
    [match.notDestAddrType('LOCAL'), '-m addrtype ! --dst-type LOCAL'],
    [match.destIpPortSet('cali40n:x'), '-m set --match-set cali40n:x dst,dst'],
    [match.notSourcePorts(1, 2), '-m multiport ! --source-ports 1,2'],
    [match.destPortRanges({ first: 1, last: 9 }), '-m multiport --destination-ports 1:9'],
    [match.icmpTypeAndCode(3, 4), '-m icmp --icmp-type 3/4'],
    [match.limit('5/minute', 0), '-m limit --limit 5/minute'],
    [match.limit('5/minute', 2), '-m limit --limit 5/minute --limit-burst 2'],
  ])('%s', (text, expected) => expect(text).toBe(expected));

  test('marks that could not match are defects', () => {
    expect(() => match.markClear(0)).toThrow();
    expect(() => match.markSingleBitSet(0x3)).toThrow('0x3 is one bit');
    expect(() => match.markMatchesWithMask(0x10, 0xf)).toThrow('inside');
    expect(match.markSingleBitSet(0x80000000)).toBe('-m mark --mark 0x80000000/0x80000000');
  });
});
