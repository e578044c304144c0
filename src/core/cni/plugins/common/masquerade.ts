/**
 * ipMasq: rules that hide a pod's address outside its own network.
 * Source: containernetworking/plugins v1.9.1 pkg/ip/ipmasq_iptables_linux.go.
 */
import { ANY_RANGE } from '../../../model/netfilter.target';
import type { CniIo } from '../../../cluster/cni/plugin';
import type { NfMatch, NfTarget } from '../../../model/netfilter';
import type { NfEdit, OpError } from '../../../model/op';
import type { Cidr4 } from '../../../wire/addr';
import { formatCidr4, formatIpv4, ipv4, networkOf } from '../../../wire/addr';
import { chainName, ruleComment } from './names';

type Rule = Extract<NfEdit, { readonly rule: unknown }>['rule'];

const MULTICAST: Cidr4 = { addr: ipv4('224.0.0.0'), len: 4 };
const HOOK = 'POSTROUTING';

/**
 * Three rules for each address: to its own network it stays as it is, to multicast groups too, everywhere else it is
 * replaced. The error is the text of iptables.
 */
export function setUpMasquerade(
  io: CniIo,
  addresses: readonly Cidr4[],
  network: string,
  containerId: string,
): string | null {
  const chain = chainName(network, containerId);
  const comment = ruleComment(network, containerId);
  const table = io.ctx.world.netns[io.host]?.nfTables.get('nat');
  if (table?.chains.has(chain) !== true) edit(io, { do: 'new-chain', chain }, `-N ${chain}`);
  for (const address of addresses) {
    const own = { addr: networkOf(address.addr, address.len), len: address.len };
    const stay = rule({ dst: own, comment, target: { kind: 'ACCEPT' } });
    const hide = rule({ notDst: MULTICAST, comment, target: { kind: 'MASQUERADE', range: ANY_RANGE } });
    const fault =
      append(io, chain, stay, `-d ${formatCidr4(own)} -j ACCEPT`) ??
      append(io, chain, hide, `! -d ${formatCidr4(MULTICAST)} -j MASQUERADE`) ??
      append(io, HOOK, jump(address, chain, comment), `-s ${formatIpv4(address.addr)} -j ${chain}`);
    if (fault !== null) return `running iptables: ${fault.message}`;
  }
  return null;
}

/** Takes the rules away again; what is not there any more is no error. */
export function tearDownMasquerade(
  io: CniIo,
  addresses: readonly Cidr4[],
  network: string,
  containerId: string,
): void {
  const chain = chainName(network, containerId);
  const comment = ruleComment(network, containerId);
  if (io.ctx.world.netns[io.host]?.nfTables.get('nat')?.chains.has(chain) !== true) return;
  for (const address of addresses) {
    const words = `-D ${HOOK} -s ${formatIpv4(address.addr)} -j ${chain}`;
    edit(io, { do: 'delete', chain: HOOK, rule: jump(address, chain, comment) }, words);
  }
  edit(io, { do: 'flush', chain }, `-F ${chain}`);
  edit(io, { do: 'delete-chain', chain }, `-X ${chain}`);
}

function jump(address: Cidr4, chain: string, comment: string): Rule {
  const src = { addr: address.addr, len: 32 };
  return rule({ src, comment, target: { kind: 'jump', chain, goto: false } });
}

function rule(parts: {
  readonly src?: Cidr4;
  readonly dst?: Cidr4;
  readonly notDst?: Cidr4;
  readonly comment: string;
  readonly target: NfTarget;
}): Rule {
  const { src, dst, notDst, comment, target } = parts;
  const matches: readonly NfMatch[] = [{ kind: 'comment', text: comment }];
  const to = dst ?? notDst;
  return {
    src: src === undefined ? null : { value: src, invert: false },
    dst: to === undefined ? null : { value: to, invert: notDst !== undefined },
    in: null,
    out: null,
    proto: null,
    matches,
    target,
  };
}

function append(io: CniIo, chain: string, added: Rule, words: string): OpError | null {
  return edit(io, { do: 'append', chain, rule: added }, `-A ${chain} ${words}`);
}

function edit(io: CniIo, step: NfEdit, words: string): OpError | null {
  return io.op(io.host, { kind: 'nf.edit', table: 'nat', edit: step }, `iptables -t nat ${words}`);
}
