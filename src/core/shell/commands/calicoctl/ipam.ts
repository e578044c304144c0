/** `calicoctl ipam show`. Source: calico v3.31 calicoctl/calicoctl/commands/ipam/show.go. */
import { textAt } from '../../../base/json';
import { findObjects, type ApiCaller } from '../../../cluster/apiserver';
import { holders, readBlock, type Block } from '../../../cni/calico/ipam/block';
import { formatCidr4, formatIpv4, inCidr, parseCidr4, parseIpv4 } from '../../../wire/addr';
import { box } from './box';

function blocks({ ctx }: ApiCaller): readonly Block[] {
  return findObjects(ctx, 'IPAMBlock').flatMap((object) => readBlock(object) ?? []);
}

/** Go's `%.5g`. */
export function fiveDigits(value: number): string {
  if (value !== 0 && Math.abs(value) >= 1e5) {
    const [digits = '', power = ''] = value.toExponential(4).split('e+');
    return `${digits.replace(/\.?0+$/, '')}e+${power.padStart(2, '0')}`;
  }
  return String(Number(value.toPrecision(5)));
}

function usageRow(kind: string, cidr: string, inUse: number, capacity: number): readonly string[] {
  const part = (count: number): string =>
    `${fiveDigits(count)} (${String(Math.round((100 * count) / capacity))}%)`;
  return [kind, cidr, fiveDigits(capacity), part(inUse), part(capacity - inUse)];
}

const inUse = ({ allocations, unallocated }: Block): number => allocations.length - unallocated.length;

export function usage(caller: ApiCaller, showBlocks: boolean): readonly string[] {
  const all = [...blocks(caller)].sort((a, b) => a.cidr.addr - b.cidr.addr);
  const rowsOf = (own: readonly Block[]): readonly (readonly string[])[] =>
    showBlocks
      ? own.map((block) => usageRow('Block', formatCidr4(block.cidr), inUse(block), block.allocations.length))
      : [];
  const known = new Set<Block>();
  const rows = findObjects(caller.ctx, 'IPPool').flatMap(({ spec = {} }): readonly (readonly string[])[] => {
    const text = textAt(spec, 'cidr');
    const pool = parseCidr4(text);
    if (!pool.ok) return [];
    const own = all.filter((block) => !known.has(block) && inCidr(block.cidr.addr, pool.value));
    for (const block of own) known.add(block);
    const used = own.reduce((sum, block) => sum + inUse(block), 0);
    return [usageRow('IP Pool', text, used, 2 ** (32 - pool.value.len)), ...rowsOf(own)];
  });
  const orphans = rowsOf(all.filter((block) => !known.has(block)));
  return box(['GROUPING', 'CIDR', 'IPS TOTAL', 'IPS IN USE', 'IPS FREE'], [...rows, ...orphans]);
}

/** Addresses that a node has out of another's block. */
export function borrowed(caller: ApiCaller): readonly string[] {
  const rows = blocks(caller).flatMap((block) =>
    holders(block).flatMap(({ address, by: { secondary } }) => {
      const { node = '', pod = '', type = '', namespace = '' } = secondary;
      if (node === '' || node === block.node) return [];
      const who = pod === '' ? [type, ''] : ['pod', `${namespace}/${pod}`];
      return [[formatIpv4(address), node, formatCidr4(block.cidr), block.node, ...who]];
    }),
  );
  return box(['IP', 'BORROWING-NODE', 'BLOCK', 'BLOCK OWNER', 'TYPE', 'ALLOCATED-TO'], rows);
}

/** Null for what is no address. */
export function whoHas(caller: ApiCaller, text: string): readonly string[] | null {
  const wanted = parseIpv4(text);
  if (!wanted.ok) return null;
  const found = blocks(caller)
    .flatMap(holders)
    .find(({ address }) => address === wanted.value);
  if (found === undefined) return [`${text} is not assigned`];
  const attributes = Object.entries(found.by.secondary).map(([key, value]) => `  ${key}: ${value}`);
  return [
    `IP ${text} is in use`,
    ...(attributes.length === 0 ? ['No attributes defined'] : ['Attributes:', ...attributes]),
  ];
}
