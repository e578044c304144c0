/**
 * Rules by the words of iptables, as the plugins' library has them.
 * Source: coreos/go-iptables v0.8.0 iptables/iptables.go, containernetworking/plugins v1.9.1 pkg/utils/iptables.go.
 */
import type { CniIo } from '../../../cluster/cni/plugin';
import { printRule } from '../../../kernel/netfilter/text';
import { parseRules } from '../../../kernel/netfilter/text.rules';
import { Words } from '../../../kernel/netfilter/words';
import type { NfTableName } from '../../../model/netfilter';
import type { NfEdit } from '../../../model/op';

type Rule = Extract<NfEdit, { readonly rule: unknown }>['rule'];

/** One table of the host. Methods that can fail answer with the text of iptables, null when all went well. */
export class Iptables {
  private readonly io: CniIo;
  private readonly table: NfTableName;

  constructor(io: CniIo, table: NfTableName) {
    this.io = io;
    this.table = table;
  }

  ensureChain(chain: string): string | null {
    return this.hasChain(chain) ? null : this.edit({ do: 'new-chain', chain }, `-N ${chain}`);
  }

  exists(chain: string, words: readonly string[]): boolean {
    const rule = this.read(chain, words);
    if (rule === null) return false;
    const text = printRule(chain, rule);
    return this.chains?.get(chain)?.rules.some((one) => printRule(chain, one) === text) === true;
  }

  /** Adds a rule unless it is there: at the head of the chain or at its end. */
  insertUnique(chain: string, where: 'first' | 'last', words: readonly string[]): string | null {
    if (this.exists(chain, words)) return null;
    const rule = this.read(chain, words);
    if (rule === null) return 'iptables: No chain/target/match by that name.';
    const first = where === 'first';
    return this.edit(
      { do: first ? 'insert' : 'append', chain, rule },
      `${first ? `-I ${chain} 1` : `-A ${chain}`} ${quoted(words)}`,
    );
  }

  /** What is not there any more is no error here. */
  delete(chain: string, words: readonly string[]): void {
    const rule = this.read(chain, words);
    if (rule !== null && this.exists(chain, words)) {
      this.edit({ do: 'delete', chain, rule }, `-D ${chain} ${quoted(words)}`);
    }
  }

  private get chains() {
    return this.io.ctx.world.netns[this.io.host]?.nfTables.get(this.table)?.chains;
  }

  private hasChain(chain: string): boolean {
    return this.chains?.has(chain) === true;
  }

  private read(chain: string, words: readonly string[]): Rule | null {
    const rules = parseRules(this.table, chain, (name) => this.hasChain(name), new Words(words));
    return rules.ok ? (rules.value[0] ?? null) : null;
  }

  private edit(step: NfEdit, words: string): string | null {
    const command = `iptables -t ${this.table} ${words}`;
    const error = this.io.op(this.io.host, { kind: 'nf.edit', table: this.table, edit: step }, command);
    return error === null ? null : `running [${command}]: ${error.message}`;
  }
}

function quoted(words: readonly string[]): string {
  return words.map((word) => (/[\s|]/.test(word) ? JSON.stringify(word) : word)).join(' ');
}
