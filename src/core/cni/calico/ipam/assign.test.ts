/** Goal: a block that belongs to nobody any more goes with its last address. Method: objects in a map. Reference: libcalico-go/lib/ipam/ipam.go. */
import { expect, test } from 'vitest';
import type { ApiDoor } from '../../../cluster/api-door';
import type { ApiObject } from '../../../model/cluster';
import { ipv4 } from '../../../wire/addr';
import { releaseHandle } from './assign';
import { allocate, blockSpec, emptyBlock, type Block } from './block';

const CIDR = { addr: ipv4('10.244.166.128'), len: 26 };

function given(block: Block, handle_id: string): Block {
  const answer = allocate(block, { handle_id, secondary: { node: 'node-2' } });
  if (answer === null) throw new Error('full');
  return answer.block;
}

/** Names of the blocks that are left when a handle is released. */
function left(block: Block, handle: string): readonly string[] {
  const objects = new Map([
    [block.name, { kind: 'IPAMBlock', metadata: { name: block.name }, spec: blockSpec(block) }],
  ]);
  const api = {
    find: () => [...objects.values()] as unknown as readonly ApiObject[],
    patch: () => undefined,
    delete: ({ name }: { readonly name: string }) => objects.delete(name),
  } as unknown as ApiDoor;
  releaseHandle(api, handle);
  return [...objects.keys()];
}

test('a block of nobody’s goes with its last address', () => {
  const borrowed = given(emptyBlock(CIDR, ''), 'pod');
  expect(left(borrowed, 'pod')).toEqual([]);
  expect(left(borrowed, 'other')).toEqual([borrowed.name]);
  expect(left(given(borrowed, 'second'), 'pod')).toEqual([borrowed.name]);
});

test('a block that is a node’s stays, though it is empty', () => {
  const own = given(emptyBlock(CIDR, 'node-1'), 'pod');
  expect(left(own, 'pod')).toEqual([own.name]);
});
