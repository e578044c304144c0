/** What iptables 1.8.11 (nf_tables) says when the kernel refuses. Source: iptables/nft.c nft_action, err2str in nft.c. */
import type { Errno, OpError } from '../../model/op';

type Task = 'RULE_APPEND' | 'RULE_INSERT' | 'RULE_REPLACE' | 'CHAIN_DEL';

const REASONS = {
  EMLINK: 'Too many links',
  EINVAL: 'Invalid argument',
  EBUSY: 'Device or resource busy',
} as const satisfies Partial<Record<Errno, string>>;
export type RefusedWith = keyof typeof REASONS;

/** A rule in a chain, or a chain, that the kernel does not take. */
export function refused(task: Task, errno: RefusedWith, chain: string): OpError {
  const what = task === 'CHAIN_DEL' ? `chain ${chain}` : `rule in chain ${chain}`;
  return { errno, message: `iptables v1.8.11 (nf_tables):  ${task} failed (${REASONS[errno]}): ${what}` };
}
