/** Sentences about firewall rules, connection tracking and address translation. */
import { formatIpv4 } from '../../wire/addr';
import { message } from '../say';
import { tupleEnds } from '../flow-text';
import type { Message } from '../message';
import { policyVerdict } from '../policy-verdict';
import type { PolicyVerdict } from '../policy-verdict';
import { at, type Narrator } from './scene';

const RULE_VERDICTS = {
  accept: 'accept',
  drop: 'drop',
  return: 'return',
  continue: 'continue',
  translate: 'translate',
  'policy-accept': 'policyAccept',
  'policy-drop': 'policyDrop',
} as const;

export const nfRule: Narrator<'nf.rule'> = (record, scene) => {
  const { table, chain, number, rule, hook } = record.detail;
  const params = { netns: at(record, scene).netns, table, chain, number, hook };
  const { target = null } = rule ?? {};
  if (record.verdict === 'drop' && target?.kind === 'REJECT') {
    return message('narrate.nfRule.reject', { ...params, with: target.with });
  }
  const policy = policyVerdict(scene.world, record);
  if (policy !== null) return policySentence(policy, params);
  if (record.verdict !== 'jump') return message(`narrate.nfRule.${RULE_VERDICTS[record.verdict]}`, params);
  const next = target?.kind === 'jump' ? target.chain : '';
  return message('narrate.nfRule.jump', { ...params, next });
};

function policySentence(
  { kind, policies, pod }: PolicyVerdict,
  params: Readonly<Record<'netns' | 'hook' | 'chain', string>> & { readonly number: number },
): Message {
  const named = { ...params, policies: policies.map((one) => `${one.kind} ${one.name}`).join(', ') };
  if (kind === 'denied') return message('narrate.policyVerdict.denied', named);
  const about = { ...named, pod: pod ?? '', count: policies.length };
  return message(`narrate.policyVerdict.${kind}`, about);
}

export const ctLookup: Narrator<'ct.lookup'> = (record, scene) => {
  const { entry } = record.detail;
  const { netns } = at(record, scene);
  if (record.verdict === 'invalid' || entry === null) return message('narrate.ctLookup.invalid', { netns });
  const { original } = entry;
  return message(`narrate.ctLookup.${record.verdict}`, {
    netns,
    src: formatIpv4(original.src),
    dst: formatIpv4(original.dst),
  });
};

export const natApply: Narrator<'nat.apply'> = (record, scene) => {
  const { from, to, isReply } = record.detail;
  const side = record.verdict === 'source' ? 'src' : 'dst';
  const params = { netns: at(record, scene).netns, from: tupleEnds(from)[side], to: tupleEnds(to)[side] };
  return message(`narrate.natApply.${isReply ? 'undo' : record.verdict}`, params);
};
