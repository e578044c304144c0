/**
 * Giving addresses out of pools: from blocks of the node's own, from a new block, from another node's.
 * Source: calico libcalico-go/lib/ipam/ipam.go autoAssign, ipam_block_reader_writer.go findUnclaimedBlock.
 */
import { err, ok, type Result } from '../../../base/result';
import { utf8Encode } from '../../../base/bytes';
import type { ApiDoor } from '../../../cluster/api-door';
import {
  asIpv4,
  formatCidr4,
  formatIpv4,
  inCidr,
  networkOf,
  type Cidr4,
  type Ipv4Addr,
} from '../../../wire/addr';
import type { Pool } from '../pool';
import {
  allocate,
  allocateAt,
  blockName,
  blockSpec,
  emptyBlock,
  holders,
  noteBlock,
  readBlock,
  release,
  type Attributes,
  type Block,
} from './block';

type IpamApi = Pick<ApiDoor, 'find' | 'get' | 'create' | 'patch' | 'delete'>;

export function blocksOf(api: Pick<ApiDoor, 'find'>, node: string | null): readonly Block[] {
  const index = node === null ? 'IPAMBlock' : `IPAMBlock/affinity=host:${node}`;
  return api.find(index).flatMap((object) => readBlock(object) ?? []);
}

function write(api: IpamApi, block: Block): void {
  const at = { kind: 'IPAMBlock', namespace: '', name: block.name };
  const written = api.patch(at, { spec: blockSpec(block) });
  if (written.ok) noteBlock(written.value, block);
}

/** Null where nobody has a free address. */
function assignFrom(api: IpamApi, blocks: readonly Block[], by: Attributes): Ipv4Addr | null {
  for (const block of blocks) {
    const given = allocate(block, by);
    if (given === null) continue;
    write(api, given.block);
    return given.address;
  }
  return null;
}

/** FNV-1 of 32 bits. */
export function fnv1(text: string): number {
  return utf8Encode(text).reduce((hash, byte) => (Math.imul(hash, 0x0100_0193) ^ byte) >>> 0, 0x811c_9dc5);
}

/** `node-1-10-244-166-128-26`. Source: libcalico-go/lib/backend/k8s/resources/ipam_affinity.go. */
export function affinityName(node: string, cidr: Cidr4): string {
  return `${node}-${blockName(cidr)}`;
}

/** A block nobody has: each node begins to look at a place of its own, and goes round once. */
function claim(api: IpamApi, { cidr, blockSize }: Pool, node: string): Block | null {
  const count = 2 ** (blockSize - cidr.len);
  const first = fnv1(node) % count;
  for (let i = 0; i < count; i += 1) {
    const number = (first + i) % count;
    const range: Cidr4 = { addr: asIpv4(cidr.addr + number * 2 ** (32 - blockSize)), len: blockSize };
    if (api.get('IPAMBlock', '', blockName(range)) === null) return claimBlock(api, range, node);
  }
  return null;
}

function claimBlock(api: IpamApi, range: Cidr4, node: string): Block {
  const block = emptyBlock(range, node);
  const affinity = { kind: 'BlockAffinity', namespace: '', name: affinityName(node, range) };
  const spec = { cidr: formatCidr4(range), deleted: 'false', node, state: 'pending', type: 'host' };
  api.create({
    apiVersion: 'crd.projectcalico.org/v1',
    kind: affinity.kind,
    metadata: { name: affinity.name },
    spec,
  });
  api.create({
    apiVersion: 'crd.projectcalico.org/v1',
    kind: 'IPAMBlock',
    metadata: { name: block.name },
    spec: blockSpec(block),
  });
  api.patch(affinity, { spec: { state: 'confirmed' } });
  return block;
}

const within = ({ cidr }: Pool, block: Block): boolean =>
  block.cidr.len >= cidr.len && inCidr(block.cidr.addr, cidr);

/** An address for a node's pod or tunnel; the error is what calico-ipam prints. */
export function assign(
  api: IpamApi,
  pools: readonly Pool[],
  node: string,
  by: Attributes,
): Result<Ipv4Addr, string> {
  if (pools.length === 0)
    return err('failed to request IPv4 addresses: no configured Calico pools for node ' + node);
  const from = (pool: Pool, blocks: readonly Block[]): Ipv4Addr | null =>
    assignFrom(
      api,
      blocks.filter((block) => within(pool, block)),
      by,
    );
  for (const pool of pools) {
    const own = from(pool, blocksOf(api, node));
    if (own !== null) return ok(own);
    const claimed = claim(api, pool, node);
    const fresh = claimed === null ? null : assignFrom(api, [claimed], by);
    if (fresh !== null) return ok(fresh);
  }
  // A single address of another node's block: the others need a route of its own for it.
  for (const pool of pools) {
    const borrowed = from(pool, blocksOf(api, null));
    if (borrowed !== null) return ok(borrowed);
  }
  const exhausted = pools.map(({ cidr }) => formatCidr4(cidr)).join(' ');
  return err(
    `failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No IPs available in pools: [${exhausted}]`,
  );
}

/**
 * The address that a pod asks for, in a block of whichever node: nobody's becomes this node's. The error is what
 * calico-ipam prints. Source: ipam.go AssignIP, ipam_block.go assign.
 */
export function assignAddress(
  api: IpamApi,
  pools: readonly Pool[],
  node: string,
  address: Ipv4Addr,
  by: Attributes,
): Result<Ipv4Addr, string> {
  const pool = pools.find(({ cidr }) => inCidr(address, cidr));
  if (pool === undefined) return err('The provided IP address is not in a configured pool\n');
  const range: Cidr4 = { addr: networkOf(address, pool.blockSize), len: pool.blockSize };
  const object = api.get('IPAMBlock', '', blockName(range));
  const block = object === null ? claimBlock(api, range, node) : readBlock(object);
  const given = block === null ? null : allocateAt(block, address, by);
  if (given === null) return err(`resource already exists: ${formatIpv4(address)}`);
  write(api, given);
  return ok(address);
}

/** A block belongs to nobody any more: an empty one goes, one with addresses that others have borrowed stays for them. */
export function disown(api: IpamApi, name: string): void {
  const at = { kind: 'IPAMBlock', namespace: '', name };
  const object = api.get('IPAMBlock', '', name);
  const block = object === null ? null : readBlock(object);
  if (block === null) return;
  if (holders(block).length === 0) api.delete(at);
  else api.patch(at, { spec: { affinity: null } });
}

/** A block of nobody's goes with its last address. Source: ipam.go releaseByHandle. */
export function releaseHandle(api: IpamApi, handle: string): void {
  for (const block of blocksOf(api, null)) {
    const freed = release(block, handle);
    if (freed === block) continue;
    if (freed.node === '' && holders(freed).length === 0)
      api.delete({ kind: 'IPAMBlock', namespace: '', name: block.name });
    else write(api, freed);
  }
}
