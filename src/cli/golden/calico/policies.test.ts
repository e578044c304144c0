import { describe, expect, it } from 'vitest';
import { policyOrder, policyRuleBlocks, policyRuleMatches } from './policies';

const PASSES = { difference: null };
const marks = { accept: '0x1', pass: '0x2', drop: '0x4', scratch0: '0x8', scratch1: '0x10' };

describe('policyRuleMatches', () => {
  const expected = (match: string) => ({
    match,
    allow: [`${match} --jump MARK --set-mark 0x1/0x1`, '-m mark --mark 0x1/0x1 --jump RETURN'],
    pass: [`${match} --jump MARK --set-mark 0x2/0x2`, '-m mark --mark 0x2/0x2 --jump RETURN'],
    deny: [`${match} --jump MARK --set-mark 0x4/0x4`, '-m mark --mark 0x4/0x4 --jump DROP'],
  });
  const play = (rule: object, want: object): unknown =>
    policyRuleMatches({ input: { ipVersion: 4, rule: rule as never, marks }, expected: want as never });

  it('reads every condition', () => {
    const port = { first: 1, last: 2 };
    expect(
      play({ protocol: 6, dstPorts: [port] }, expected('-p 6 -m multiport --destination-ports 1:2')),
    ).toEqual(PASSES);
    expect(play({ icmp: { type: 3, code: 0 } }, expected('-m icmp --icmp-type 3/0'))).toEqual(PASSES);
    expect(play({ notProtocol: 'udp' }, expected('-p udp'))).not.toEqual(PASSES);
  });

  it('a rule that says nothing', () => {
    expect(play({ notSrcNets: ['0.0.0.0/0'] }, { rules: [] })).toEqual(PASSES);
    expect(play({ protocol: 'tcp' }, { rules: [] })).not.toEqual(PASSES);
  });
});

describe('policyRuleBlocks', () => {
  it('writes lines of the chain', () => {
    const input = { chain: 'x', rule: { action: 'deny' }, marks };
    const lines = ['-A x --jump MARK --set-mark 0x4/0x4', '-A x -m mark --mark 0x4/0x4 --jump DROP'];
    expect(policyRuleBlocks({ input, expected: lines })).toEqual(PASSES);
    expect(policyRuleBlocks({ input: { ...input, chain: 'y' }, expected: lines })).not.toEqual(PASSES);
  });
});

describe('policyOrder', () => {
  it('policies or tiers', () => {
    const named = (name: string, order: number | null) => ({ name, order });
    expect(
      policyOrder({ input: { policies: [named('a', null), named('b', 1)] }, expected: ['b', 'a'] }),
    ).toEqual(PASSES);
    expect(policyOrder({ input: { tiers: [named('b', 1), named('a', 1)] }, expected: ['a', 'b'] })).toEqual(
      PASSES,
    );
  });
});
