/** Firewall rules, flows and translations as evidence. */
import { printCondition, printMatch } from '../../kernel/netfilter/text';
import { printCondition as printNftCondition } from '../../kernel/nftables/text';
import type { NfMatch } from '../../model/netfilter';
import type { NfMissed } from '../../trace/kinds';
import { addressTypeMisfit } from '../address-type';
import type { EvidenceRow } from '../contract';
import { message, plain } from '../say';
import { conntrackText, tupleEnds } from '../flow-text';
import { ruleText } from '../netfilter-text';
import { tabled, untabled, type Witness } from './evidence';

/** The rule that fits, or the policy at the end of the chain, and the rules before it with what did not hold. */
export const ruleEvidence: Witness<'nf.rule'> = (record, { world, frame }) => {
  const { table, chain, number, rule, considered, hook, missed = [] } = record.detail;
  const text =
    rule === null
      ? `-P ${chain} ${record.verdict === 'policy-drop' ? 'DROP' : 'ACCEPT'}`
      : ruleText(chain, rule);
  const won: EvidenceRow = {
    cells: [String(number), text],
    verdict: 'won',
    reason: considered > 0 ? message('reason.rulesBefore', { count: considered }) : plain('reason.firstRule'),
    writtenBy: null,
  };
  const lost = missed.map((other): EvidenceRow => ({
    cells: [String(other.number), ruleText(chain, other.rule)],
    verdict: 'lost',
    reason:
      addressTypeMisfit(askedMatch(other), record, world, frame) ??
      message('reason.misfit', { condition: conditionText(other) }),
    writtenBy: null,
  }));
  const columns = ['column.number', 'column.rule'] as const;
  return tabled({ key: hook, answer: text }, { name: `${table} ${chain}`, size: considered + 1, columns }, [
    won,
    ...lost,
  ]);
};

function askedMatch({ rule, misfit }: NfMissed): NfMatch | undefined {
  return typeof misfit === 'number' && !rule.nft ? rule.matches[misfit] : undefined;
}

/** The words of the condition that did not hold. */
function conditionText({ rule, misfit }: NfMissed): string {
  if (typeof misfit === 'number') {
    const condition = rule.nft?.conditions[misfit];
    if (condition !== undefined) return printNftCondition(condition);
    const match = rule.matches[misfit];
    return match === undefined ? '' : printMatch(match);
  }
  const alone = { src: null, dst: null, in: null, out: null, proto: null, matches: [], target: null };
  return printCondition({ ...alone, [misfit]: rule[misfit] });
}

export const conntrackEvidence: Witness<'ct.lookup'> = ({ detail, verdict }) =>
  untabled('', detail.entry === null ? verdict : `${verdict}: ${conntrackText(detail.entry)}`);

export const natEvidence: Witness<'nat.apply'> = ({ detail, verdict }) => {
  const side = verdict === 'source' ? 'src' : 'dst';
  return untabled('', `${tupleEnds(detail.from)[side]} → ${tupleEnds(detail.to)[side]}`);
};
