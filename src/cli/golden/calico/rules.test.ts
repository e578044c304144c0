import { describe, expect, it } from 'vitest';
import { actionFragments, matchFragments } from './rules';

const PASSES = { difference: null };

describe('matchFragments', () => {
  const play = (fn: string, args: readonly unknown[], expected: string): unknown =>
    matchFragments({ input: { calls: [{ fn, args: args as never }] }, expected });

  it('calls what upstream calls so, with numbers, texts and ranges', () => {
    expect(play('NotICMPV6Type', ['9'], '-m icmp6 ! --icmpv6-type 9')).toEqual(PASSES);
    expect(play('MarkClear', ['0x10'], '-m mark --mark 0/0x10')).toEqual(PASSES);
    expect(play('DestPortRanges', [{ first: 1, last: 2 }], '-m multiport --destination-ports 1:2')).toEqual(
      PASSES,
    );
    expect(play('NotSrcAddrType', ['LOCAL', 'false'], '-m addrtype ! --src-type LOCAL')).toEqual(PASSES);
    expect(play('Protocol', ['tcp'], '-p udp')).not.toEqual(PASSES);
  });

  it('throws for what it does not know', () => {
    expect(() => play('Unheard', [], '')).toThrow('missing: match Unheard');
  });
});

describe('actionFragments', () => {
  const play = (input: object, expected: string): unknown =>
    actionFragments({ input: input as never, expected });

  it('actions with what they need', () => {
    expect(play({ action: 'SetConnMark', mark: '0x1' }, '--jump CONNMARK --set-mark 0x1/0xffffffff')).toEqual(
      PASSES,
    );
    expect(play({ action: 'Masq', features: ['MASQFullyRandom'] }, '--jump MASQUERADE')).not.toEqual(PASSES);
    expect(play({ action: 'Reject', with: 'tcp-reset' }, '--jump REJECT --reject-with tcp-reset')).toEqual(
      PASSES,
    );
  });

  it('names an action it does not have', () => {
    expect(play({ action: 'Unheard' }, '')).toEqual({ notModelled: 'no action Unheard' });
  });
});
