/** Whether a ruleset of nftables needs flows. Source: net/netfilter/nft_ct.c nft_ct_get_init, nft_masq.c, nft_nat.c. */
import type { NftRule, NftStatement, NftTable } from '../../model/nftables';
import type { Netns } from '../../model/world';

/** Whether a rule speaks of flows: then the namespace tracks them. */
export function nftNeedsConntrack({ nft }: Netns): boolean {
  if (nft.length === 0) return false;
  let needs = tracking.get(nft);
  if (needs === undefined) {
    needs = nft.some(
      ({ family, chains }) =>
        family !== 'ip6' && [...chains.values()].some(({ rules }) => rules.some(speaksOfFlows)),
    );
    tracking.set(nft, needs);
  }
  return needs;
}

const tracking = new WeakMap<readonly NftTable[], boolean>();
const TRANSLATIONS: ReadonlySet<string> = new Set<NftStatement['kind']>(['masquerade', 'snat', 'dnat']);

function speaksOfFlows({ conditions, statement }: NftRule): boolean {
  return (
    conditions.some(({ kind }) => kind === 'state') ||
    (statement !== null && TRANSLATIONS.has(statement.kind))
  );
}
