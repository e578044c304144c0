import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unreachable } from '../../../base/assert';
import { setMark } from './action';
import type { PolicyRule } from './policy-rule';
import { splitPolicyRule } from './policy-rule.blocks';
import { policyRuleMatch } from './policy-rule.match';
import { rule, type Rule } from './rule';

const BITS = { scratch0: 0x200, scratch1: 0x400 };
const ACCEPT_BIT = 0x80;

/** Packets and networks of few addresses: a network is one address of 0 to 3. */
interface Packet {
  readonly src: number;
  readonly dst: number;
  readonly sport: number;
  readonly dport: number;
}

function holds(fragment: string, packet: Packet, mark: number): boolean {
  const words = fragment.split(' ');
  const negated = words.includes('!');
  const option = words.find((word) => word.startsWith('--')) ?? '';
  const value = words.at(-1) ?? '';
  const inPorts = (port: number): boolean =>
    value.split(',').some((part) => {
      const [first = '', last = first] = part.split(':');
      return port >= Number(first) && port <= Number(last);
    });
  const fits = (): boolean => {
    switch (option) {
      case '--source':
        return value === String(packet.src);
      case '--destination':
        return value === String(packet.dst);
      case '--source-ports':
        return inPorts(packet.sport);
      case '--destination-ports':
        return inPorts(packet.dport);
      case '--mark': {
        const [wanted = '', mask = ''] = value.split('/');
        return (mark & Number(mask)) === Number(wanted);
      }
      default:
        throw new Error(fragment);
    }
  };
  return fits() !== negated;
}

/** A chain of rules that only change the mark. */
function run(rules: readonly Rule[], packet: Packet, before: number): number {
  let mark = before;
  for (const { match, action } of rules) {
    if (!match.every((fragment) => holds(fragment, packet, mark))) continue;
    if (action?.kind === 'setMark') mark |= action.mark;
    else if (action?.kind === 'clearMark') mark &= ~action.mark;
    else if (action?.kind === 'setMaskedMark') mark = (mark & ~action.mask) | action.mark;
    else unreachable(action as never);
  }
  return mark;
}

function wanted(policyRule: PolicyRule, packet: Packet): boolean {
  const {
    srcNets = [],
    dstNets = [],
    notSrcNets = [],
    notDstNets = [],
    srcPorts = [],
    dstPorts = [],
  } = policyRule;
  const within = (port: number, ranges: typeof srcPorts): boolean =>
    ranges.length === 0 || ranges.some(({ first, last }) => port >= first && port <= last);
  return (
    (srcNets.length === 0 || srcNets.includes(String(packet.src))) &&
    (dstNets.length === 0 || dstNets.includes(String(packet.dst))) &&
    !notSrcNets.includes(String(packet.src)) &&
    !notDstNets.includes(String(packet.dst)) &&
    within(packet.sport, srcPorts) &&
    within(packet.dport, dstPorts)
  );
}

/** Goal: however a rule is split, it means the same. Method: run what came out on packets, whatever their mark was. */
describe('splitPolicyRule', () => {
  const nets = fc.uniqueArray(fc.integer({ min: 0, max: 3 }).map(String), { maxLength: 3 });
  const ports = fc.array(
    fc.tuple(fc.nat(30), fc.nat(2)).map(([first, more]) => ({ first, last: first + more })),
    { maxLength: 20 },
  );
  const policyRule = fc.record({
    action: fc.constant('allow' as const),
    srcNets: nets,
    dstNets: nets,
    notSrcNets: nets,
    notDstNets: nets,
    srcPorts: ports,
    dstPorts: ports,
  });
  const packet = fc.record({ src: fc.nat(3), dst: fc.nat(3), sport: fc.nat(32), dport: fc.nat(32) });

  function accepted(each: PolicyRule, one: Packet, before: number): boolean {
    const { blocks, rest, blockMatch } = splitPolicyRule(each, 4, BITS);
    const last = rule([...policyRuleMatch(rest, 4), ...blockMatch], setMark(ACCEPT_BIT));
    return (run([...blocks, last], one, before) & ACCEPT_BIT) !== 0;
  }
  const marks = fc.constantFrom(0, 0x200, 0x400, 0x600);

  test.each<[string, Partial<PolicyRule>]>([
    ['ports', { srcNets: [], dstNets: [] }],
    ['networks', { srcPorts: [], dstPorts: [] }],
    ['a side', { dstNets: [], dstPorts: [] }],
  ])('a rule about %s means what it says', (_what, without) => {
    const some = policyRule.map((each): PolicyRule => ({ ...each, ...without }));
    fc.assert(
      fc.property(some, packet, marks, (each, one, before) => {
        expect(accepted(each, one, before)).toBe(wanted(each, one));
      }),
      { numRuns: 200 },
    );
  });

  test('of any rule whoever fits is let through', () => {
    fc.assert(
      fc.property(policyRule, packet, marks, (each, one, before) => {
        if (wanted(each, one)) expect(accepted(each, one, before)).toBe(true);
      }),
    );
  });

  test('a third block is not asked where the second fitted, as with felix', () => {
    const many = Array.from({ length: 16 }, (_, i) => ({ first: i, last: i }));
    const each = { action: 'allow', srcPorts: many, dstPorts: many, srcNets: ['0', '1'] } as const;
    expect(accepted(each, { src: 3, dst: 0, sport: 1, dport: 1 }, 0)).toBe(true);
    expect(accepted(each, { src: 3, dst: 0, sport: 1, dport: 20 }, 0)).toBe(false);
  });

  test('no line asks more of a side than iptables can', () => {
    fc.assert(
      fc.property(policyRule, (each) => {
        const { blocks, rest } = splitPolicyRule(each, 4, BITS);
        for (const fragments of [...blocks.map(({ match }) => match), policyRuleMatch(rest, 4)]) {
          for (const option of ['--source', '--destination']) {
            expect(fragments.filter((each) => each.includes(`${option} `)).length).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('a simple rule stays one line; named ports are an alternative to numbers', () => {
    const simple = { action: 'allow', srcNets: ['1'], dstPorts: [{ first: 80, last: 80 }] } as const;
    expect(splitPolicyRule(simple, 4, BITS)).toEqual({ blocks: [], rest: simple, blockMatch: [] });
    const named = { ...simple, protocol: 'tcp', dstNamedPortSets: ['n:web'] };
    expect(splitPolicyRule(named, 4, BITS).blocks.map(({ match }) => match)).toEqual([
      [],
      ['-p tcp', '-m multiport --destination-ports 80'],
      ['-m set --match-set cali40n:web dst,dst'],
    ]);
  });
});
