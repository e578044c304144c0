/**
 * A block of addresses: who has which, and in what order the free ones are given. All addresses are usable, the first and
 * the last as well. Source: calico libcalico-go/lib/ipam/ipam_block.go.
 */
import type { Json, JsonObject } from '../../../base/json';
import { asJson, isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import type { ApiObject } from '../../../model/cluster';
import { asIpv4, formatCidr4, parseCidr4, type Cidr4, type Ipv4Addr } from '../../../wire/addr';

export interface Attributes {
  readonly handle_id: string;
  /** `node`, `namespace`, `pod`, or `type` for the address of a tunnel. */
  readonly secondary: Readonly<Record<string, string>>;
}

export interface Block {
  readonly name: string;
  readonly cidr: Cidr4;
  /** Node it belongs to. */
  readonly node: string;
  /** For each address the number of its attributes, null for nobody's. */
  readonly allocations: readonly (number | null)[];
  /** Free addresses by number, the next one first. */
  readonly unallocated: readonly number[];
  readonly attributes: readonly Attributes[];
}

const HOST = 'host:';

/** `10-244-166-128-26`. Source: libcalico-go/lib/names/cidr.go. */
export function blockName(cidr: Cidr4): string {
  return formatCidr4(cidr).replace(/[./]/g, '-');
}

export function emptyBlock(cidr: Cidr4, node: string): Block {
  const numbers = Array.from({ length: 2 ** (32 - cidr.len) }, (_, i) => i);
  return {
    name: blockName(cidr),
    cidr,
    node,
    allocations: numbers.map(() => null),
    unallocated: numbers,
    attributes: [],
  };
}

/** The largest block there may be. Source: calico libcalico-go/lib/validator/v3/validator.go. */
const SHORTEST_PREFIX = 20;

/** Null for what is no whole block of IPv4: anybody may write such an object, and IPAM alone writes it well. */
export function readBlock(object: ApiObject): Block | null {
  const known = BLOCKS.get(object);
  if (known !== undefined) return known;
  const block = blockIn(object);
  BLOCKS.set(object, block);
  return block;
}

/** What an object says that was written just now: it need not be read. */
export function noteBlock(object: ApiObject, block: Block): void {
  BLOCKS.set(object, block);
}

const BLOCKS = new WeakMap<ApiObject, Block | null>();

function blockIn({ metadata, spec = {} }: ApiObject): Block | null {
  const cidr = parseCidr4(textAt(spec, 'cidr'));
  if (!cidr.ok || cidr.value.len < SHORTEST_PREFIX) return null;
  const size = 2 ** (32 - cidr.value.len);
  const attributes = listAt(spec, 'attributes').map(readAttributes);
  const allocations = listAt(spec, 'allocations').map((one) => numberBelow(attributes.length, one));
  const free = listAt(spec, 'unallocated').map((one) => numberBelow(size, one));
  const unallocated = free.filter((one) => one !== null);
  if (allocations.length !== size || unallocated.length !== free.length) return null;
  const affinity = textAt(spec, 'affinity');
  const node = affinity.startsWith(HOST) ? affinity.slice(HOST.length) : '';
  return { name: metadata.name, cidr: cidr.value, node, allocations, unallocated, attributes };
}

function numberBelow(end: number, value: Json): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end ? value : null;
}

function readAttributes(value: Json): Attributes {
  if (!isJsonObject(value)) return { handle_id: '', secondary: {} };
  const secondary = Object.entries(objectAt(value, 'secondary')).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return { handle_id: textAt(value, 'handle_id'), secondary: Object.fromEntries(secondary) };
}

export function blockSpec({ cidr, node, allocations, unallocated, attributes }: Block): JsonObject {
  return {
    cidr: formatCidr4(cidr),
    ...(node === '' ? {} : { affinity: HOST + node }),
    strictAffinity: false,
    allocations,
    unallocated,
    attributes: attributes.map(asJson),
  };
}

export function addressAt({ cidr }: Block, number: number): Ipv4Addr {
  return asIpv4(cidr.addr + number);
}

/** The next free address for somebody, null when the block is full. */
export function allocate(
  block: Block,
  attributes: Attributes,
): { readonly block: Block; readonly address: Ipv4Addr } | null {
  const [number] = block.unallocated;
  if (number === undefined) return null;
  const address = addressAt(block, number);
  const given = allocateAt(block, address, attributes);
  return given === null ? null : { block: given, address };
}

/** One address of the block for somebody who asks for that one; null when another has it. */
export function allocateAt(block: Block, address: Ipv4Addr, attributes: Attributes): Block | null {
  const number = address - block.cidr.addr;
  if (!block.unallocated.includes(number)) return null;
  const unallocated = block.unallocated.filter((one) => one !== number);
  const allocations = block.allocations.map((one, i) => (i === number ? block.attributes.length : one));
  return { ...block, unallocated, allocations, attributes: [...block.attributes, attributes] };
}

/** Without what a handle had: those addresses are the last to be given again. The same block when it had nothing. */
export function release(block: Block, handle: string): Block {
  const gone = new Set(block.attributes.flatMap(({ handle_id }, i) => (handle_id === handle ? [i] : [])));
  if (gone.size === 0) return block;
  const kept = block.attributes.flatMap((_, i) => (gone.has(i) ? [] : [i]));
  const freed = block.allocations.flatMap((one, number) => (one !== null && gone.has(one) ? [number] : []));
  return {
    ...block,
    allocations: block.allocations.map((one) => (one === null || gone.has(one) ? null : kept.indexOf(one))),
    unallocated: [...block.unallocated, ...freed],
    attributes: kept.flatMap((i) => block.attributes[i] ?? []),
  };
}

/** Who has which address. */
export function holders(block: Block): readonly { readonly address: Ipv4Addr; readonly by: Attributes }[] {
  return block.allocations.flatMap((one, number) => {
    const by = one === null ? undefined : block.attributes[one];
    return by === undefined ? [] : [{ address: addressAt(block, number), by }];
  });
}

/** Addresses that a node has out of a block which is not its own: the others need a way of their own to each. */
export function borrowedOf(block: Block): readonly { readonly address: Ipv4Addr; readonly node: string }[] {
  return holders(block).flatMap(({ address, by: { secondary } }) => {
    const { node = block.node } = secondary;
    return node === block.node ? [] : [{ address, node }];
  });
}
