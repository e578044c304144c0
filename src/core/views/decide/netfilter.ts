/** Firewall rules, flows and translations as evidence. */
import { printRule } from '../../kernel/netfilter/text';
import type { EvidenceRow } from '../contract';
import { message, plain } from '../message-keys';
import { conntrackText, tupleEnds } from '../netfilter-text';
import { tabled, untabled, type Witness } from './evidence';

/** The rule that fits, or the policy at the end of the chain. */
export const ruleEvidence: Witness<'nf.rule'> = (record) => {
  const { table, chain, number, rule, considered, hook } = record.detail;
  const text =
    rule === null
      ? `-P ${chain} ${record.verdict === 'policy-drop' ? 'DROP' : 'ACCEPT'}`
      : printRule(chain, rule);
  const row: EvidenceRow = {
    cells: [String(number), text],
    verdict: 'won',
    reason: considered > 0 ? message('reason.rulesBefore', { count: considered }) : plain('reason.firstRule'),
    writtenBy: null,
  };
  const columns = ['column.number', 'column.rule'] as const;
  return tabled({ key: hook, answer: text }, { name: `${table} ${chain}`, size: considered + 1, columns }, [
    row,
  ]);
};

export const conntrackEvidence: Witness<'ct.lookup'> = ({ detail, verdict }) =>
  untabled('', `${verdict}: ${conntrackText(detail.entry)}`);

export const natEvidence: Witness<'nat.apply'> = ({ detail, verdict }) => {
  const side = verdict === 'source' ? 'src' : 'dst';
  return untabled('', `${tupleEnds(detail.from)[side]} → ${tupleEnds(detail.to)[side]}`);
};
