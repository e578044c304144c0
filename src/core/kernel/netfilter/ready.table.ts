/** Tables made ready for packets: each chain with its rules, and with what they said of packets before. */
import type { NfChain } from '../../model/netfilter';
import { Alike } from './alike';
import { readyRules, type ReadyRule } from './ready';

export class ReadyChain {
  readonly chain: NfChain;
  readonly rules: readonly ReadyRule[];
  private remembered: Alike | null = null;

  constructor(chain: NfChain) {
    this.chain = chain;
    this.rules = readyRules(chain);
  }

  /** What it said of packets. Asked of the chains at hooks alone, and only where nobody records. */
  get alike(): Alike {
    return (this.remembered ??= new Alike());
  }
}

/** A table of iptables, or one of nftables with its family. Its chains are made ready when the first packet comes to them. */
export class ReadyTable {
  readonly name: string;
  private readonly chains: ReadonlyMap<string, NfChain>;
  private readonly ready = new Map<string, ReadyChain>();

  constructor(name: string, chains: ReadonlyMap<string, NfChain>) {
    this.name = name;
    this.chains = chains;
  }

  /** Null when there is none of this name. */
  chain(name: string): ReadyChain | null {
    const known = this.ready.get(name);
    if (known !== undefined) return known;
    const chain = this.chains.get(name);
    if (chain === undefined) return null;
    const ready = new ReadyChain(chain);
    this.ready.set(name, ready);
    return ready;
  }
}
