/** The kinds of records that tell of netfilter: rules, connections, translations. */
import type { CtEntry, CtTuple } from '../model/conntrack';
import type { Ifindex } from '../model/link';
import type { NfHook, NfRule } from '../model/netfilter';
import type { Kind } from './kinds.cluster';
import type { NfLeft, NfMissed } from './misfit';

/** Part of {@link TraceKinds}. */
export interface NetfilterTraceKinds {
  /** A rule fits a packet, or a chain ends in its policy. Rules that do not fit are evidence on demand. */
  'nf.rule': Kind<
    'accept' | 'drop' | 'return' | 'jump' | 'continue' | 'translate' | 'policy-accept' | 'policy-drop',
    {
      readonly hook: NfHook;
      /** One of iptables' (`nat`), or one of nftables with its family: `inet filter`. */
      readonly table: string;
      readonly chain: string;
      /** Devices the packet came by and is to leave by, 0 where there is none at this hook. */
      readonly in: Ifindex;
      readonly out: Ifindex;
      /** Firewall mark before the rule acted. */
      readonly mark: number;
      /** Position in the chain from 1; for a policy one past the last rule. */
      readonly number: number;
      readonly rule: NfRule | null;
      /** Rules since the last one that fitted, or the chain's beginning, that did not fit. */
      readonly considered: number;
      /** Those rules, each with the condition that failed; present when evidence is on. */
      readonly missed?: readonly NfMissed[];
      /**
       * Chains that were left at their end since the record before, innermost first, each with its rules that did not
       * fit; present when evidence is on.
       */
      readonly left?: readonly NfLeft[];
    }
  >;
  /** Conntrack sees a packet: a known flow, a new one, or nothing it tracks. */
  'ct.lookup': Kind<
    'new' | 'original' | 'reply' | 'related' | 'invalid',
    { readonly entry: CtEntry | null; readonly hook: NfHook; readonly size: number }
  >;
  /** Addresses or ports are rewritten. */
  'nat.apply': Kind<
    'source' | 'destination',
    { readonly hook: NfHook; readonly from: CtTuple; readonly to: CtTuple; readonly isReply: boolean }
  >;
}
