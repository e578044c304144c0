/** `calicoctl ipam show`. Source: calico v3.31 calicoctl/calicoctl/commands/ipam/show.go. */
import type { Json, JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import { findObjects, type ApiCaller } from '../../../cluster/apiserver';
import {
  asIpv4,
  formatIpv4,
  inCidr,
  parseCidr4,
  parseIpv4,
  type Cidr4,
  type Ipv4Addr,
} from '../../../wire/addr';
import { box } from './box';
import { plain } from './kinds';

interface Block {
  readonly cidr: Cidr4;
  readonly text: string;
  readonly owner: string;
  readonly free: number;
  /** Who has which address. */
  readonly taken: readonly { readonly address: Ipv4Addr; readonly by: JsonObject }[];
}

function blocks({ ctx }: ApiCaller): readonly Block[] {
  return findObjects(ctx, 'IPAMBlock').flatMap(({ spec = {} }): readonly Block[] => {
    const text = textAt(spec, 'cidr');
    const cidr = parseCidr4(text);
    if (!cidr.ok) return [];
    const attributes = listAt(spec, 'attributes');
    const taken = listAt(spec, 'allocations').flatMap((one, number) => {
      const by = typeof one === 'number' ? attributes[one] : undefined;
      const address = asIpv4(cidr.value.addr + number);
      return isJsonObject(by) ? [{ address, by: objectAt(by, 'secondary') }] : [];
    });
    const owner = textAt(spec, 'affinity').replace(/^host:/, '');
    return [{ cidr: cidr.value, text, owner, free: listAt(spec, 'unallocated').length, taken }];
  });
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

export function usage(caller: ApiCaller, showBlocks: boolean): readonly string[] {
  const all = [...blocks(caller)].sort((a, b) => a.cidr.addr - b.cidr.addr);
  const rowsOf = (own: readonly Block[]): readonly (readonly string[])[] =>
    showBlocks
      ? own.map(({ text, cidr, free }) =>
          usageRow('Block', text, 2 ** (32 - cidr.len) - free, 2 ** (32 - cidr.len)),
        )
      : [];
  const known = new Set<Block>();
  const rows = findObjects(caller.ctx, 'IPPool').flatMap(({ spec = {} }): readonly (readonly string[])[] => {
    const text = textAt(spec, 'cidr');
    const pool = parseCidr4(text);
    if (!pool.ok) return [];
    const own = all.filter((block) => !known.has(block) && inCidr(block.cidr.addr, pool.value));
    for (const block of own) known.add(block);
    const inUse = own.reduce((sum, { cidr, free }) => sum + 2 ** (32 - cidr.len) - free, 0);
    return [usageRow('IP Pool', text, inUse, 2 ** (32 - pool.value.len)), ...rowsOf(own)];
  });
  const orphans = rowsOf(all.filter((block) => !known.has(block)));
  return box(['GROUPING', 'CIDR', 'IPS TOTAL', 'IPS IN USE', 'IPS FREE'], [...rows, ...orphans]);
}

/** Addresses that a node has out of another's block. */
export function borrowed(caller: ApiCaller): readonly string[] {
  const rows = blocks(caller).flatMap(({ text, owner, taken }) =>
    taken.flatMap(({ address, by }) => {
      const node = textAt(by, 'node');
      if (node === '' || node === owner) return [];
      const pod = textAt(by, 'pod');
      const who = pod === '' ? [textAt(by, 'type'), ''] : ['pod', `${textAt(by, 'namespace')}/${pod}`];
      return [[formatIpv4(address), node, text, owner, ...who]];
    }),
  );
  return box(['IP', 'BORROWING-NODE', 'BLOCK', 'BLOCK OWNER', 'TYPE', 'ALLOCATED-TO'], rows);
}

/** Null for what is no address. */
export function whoHas(caller: ApiCaller, text: string): readonly string[] | null {
  const wanted = parseIpv4(text);
  if (!wanted.ok) return null;
  const found = blocks(caller)
    .flatMap(({ taken }) => taken)
    .find(({ address }) => address === wanted.value);
  if (found === undefined) return [`${text} is not assigned`];
  const attributes = Object.entries(found.by).map(
    ([key, value]: [string, Json | undefined]) => `  ${key}: ${plain(value ?? null)}`,
  );
  return [
    `IP ${text} is in use`,
    ...(attributes.length === 0 ? ['No attributes defined'] : ['Attributes:', ...attributes]),
  ];
}
