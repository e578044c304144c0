/**
 * What one line of iptables cannot say of a policy rule: more than one network a side, more ports than a multiport match
 * holds, named ports beside numbered ones. It becomes blocks of rules that work in two bits of the mark: whether all
 * blocks up to here fit, and whether the present one does. Source: calico felix/rules/policy.go matchBlockBuilder.
 */
import { clearMark, setMark } from './action';
import { mainIpsetName } from './ipset-name';
import type { RuleMarks } from './mark-bits';
import { match } from './match';
import type { PolicyRule, Protocol } from './policy-rule';
import { protocolMatch } from './policy-rule.match';
import { splitPortList, type PortRange } from './port-list';
import { rule as makeRule, type Rule } from './rule';

interface Side {
  readonly net: (net: string) => string;
  readonly ports: (...ports: readonly PortRange[]) => string;
  readonly portSet: (set: string) => string;
}

const SRC: Side = { net: match.sourceNet, ports: match.sourcePortRanges, portSet: match.sourceIpPortSet };
const DST: Side = { net: match.destNet, ports: match.destPortRanges, portSet: match.destIpPortSet };

class Blocks {
  readonly rules: Rule[] = [];
  private positiveDone = false;

  /** Bits of the mark: all blocks fit, the present block fits. */
  constructor(
    private readonly all: number,
    private readonly present: number,
  ) {}

  get used(): boolean {
    return this.rules.length > 0;
  }

  /**
   * One of the conditions must hold. The first such block needs no bit of its own. Nobody clears the bit of the second
   * before the third sets it, so the third always fits where the second did: so felix writes it (v3.32).
   */
  anyOf(conditions: readonly (readonly string[])[]): void {
    this.begin(0);
    const bit = this.positiveDone ? this.present : this.all;
    for (const condition of conditions) this.rules.push(makeRule(condition, setMark(bit)));
    if (this.positiveDone) {
      this.rules.push(makeRule([match.markClear(this.present)], clearMark(this.all)));
    }
    this.positiveDone = true;
  }

  /** None of them may hold. */
  noneOf(conditions: readonly (readonly string[])[]): void {
    this.begin(this.all);
    for (const condition of conditions) this.rules.push(makeRule(condition, clearMark(this.all)));
  }

  private begin(mark: number): void {
    if (this.used) return;
    const mask = (this.all | this.present) >>> 0;
    this.rules.push(makeRule([], { kind: 'setMaskedMark', mark, mask }));
  }
}

function portConditions(
  side: Side,
  family: 4 | 6,
  protocol: Protocol | undefined,
  splits: readonly (readonly PortRange[])[],
  sets: readonly string[],
): readonly (readonly string[])[] {
  return [
    ...splits.map((split) => [...protocolMatch(protocol), side.ports(...split)]),
    ...sets.map((set) => [side.portSet(mainIpsetName(set, family))]),
  ];
}

export interface SplitRule {
  /** Rules that come first. */
  readonly blocks: readonly Rule[];
  /** What is left for the last line. */
  readonly rest: PolicyRule;
  /** What the last line has to match besides. */
  readonly blockMatch: readonly string[];
}

/** Takes out of a rule of one family what needs blocks. ProtoRuleToIptablesRules. */
export function splitPolicyRule(
  rule: PolicyRule,
  family: 4 | 6,
  { scratch0, scratch1 }: Pick<RuleMarks, 'scratch0' | 'scratch1'>,
): SplitRule {
  const blocks = new Blocks(scratch0, scratch1);
  let rest = rule;

  const { srcNamedPortSets = [], dstNamedPortSets = [] } = rule;
  const srcSplits = splitPortList(rule.srcPorts ?? []);
  if (srcSplits.length + srcNamedPortSets.length > 1) {
    blocks.anyOf(portConditions(SRC, family, rule.protocol, srcSplits, srcNamedPortSets));
    rest = { ...rest, srcPorts: [], srcNamedPortSets: [] };
  }
  const dstSplits = splitPortList(rule.dstPorts ?? []);
  if (dstSplits.length + dstNamedPortSets.length > 1) {
    blocks.anyOf(portConditions(DST, family, rule.protocol, dstSplits, dstNamedPortSets));
    rest = { ...rest, dstPorts: [], dstNamedPortSets: [] };
  }

  const nets = (side: Side, list: readonly string[]): readonly (readonly string[])[] =>
    list.map((net) => [side.net(net)]);
  const { srcNets = [], dstNets = [], notSrcNets = [], notDstNets = [] } = rule;
  if (srcNets.length > 1) {
    blocks.anyOf(nets(SRC, srcNets));
    rest = { ...rest, srcNets: [] };
  }
  if (dstNets.length > 1) {
    blocks.anyOf(nets(DST, dstNets));
    rest = { ...rest, dstNets: [] };
  }
  // A line holds one network a side, whether it must fit or must not.
  if ((rest.srcNets?.length ?? 0) + notSrcNets.length > 1) {
    blocks.noneOf(nets(SRC, notSrcNets));
    rest = { ...rest, notSrcNets: [] };
  }
  if ((rest.dstNets?.length ?? 0) + notDstNets.length > 1) {
    blocks.noneOf(nets(DST, notDstNets));
    rest = { ...rest, notDstNets: [] };
  }
  return {
    blocks: blocks.rules,
    rest,
    blockMatch: blocks.used ? [match.markSingleBitSet(scratch0)] : [],
  };
}
