/** Goal: a block that belongs to nobody any more goes with its last address. Method: objects in a map. Reference: libcalico-go/lib/ipam/ipam.go. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiDoor } from '../../../cluster/api-door';
import type { ApiObject } from '../../../model/cluster';
import { ipv4 } from '../../../wire/addr';
import type { Pool } from '../pool';
import { assign, releaseHandle } from './assign';
import { allocate, blockSpec, emptyBlock, readBlock, type Block } from './block';

const CIDR = { addr: ipv4('10.244.166.128'), len: 26 };

function given(block: Block, handle_id: string): Block {
  const answer = allocate(block, { handle_id, secondary: { node: 'node-2' } });
  if (answer === null) throw new Error('full');
  return answer.block;
}

/** An API server with one block. */
function served(block: Block) {
  const objectOf = (spec: object): ApiObject =>
    JSON.parse(JSON.stringify({ kind: 'IPAMBlock', metadata: { name: block.name }, spec })) as ApiObject;
  const objects = new Map([[block.name, objectOf(blockSpec(block))]]);
  const api = {
    find: () => [...objects.values()],
    patch: ({ name }: { readonly name: string }, { spec }: { readonly spec: object }) => {
      const object = objectOf(spec);
      objects.set(name, object);
      return { ok: true, value: object };
    },
    delete: ({ name }: { readonly name: string }) => objects.delete(name),
  } as unknown as ApiDoor;
  return { api, objects };
}

/** Names of the blocks that are left when a handle is released. */
function left(block: Block, handle: string): readonly string[] {
  const { api, objects } = served(block);
  releaseHandle(api, handle);
  return [...objects.keys()];
}

test('what is known of a block that was written is what its object says', () => {
  const pool = { cidr: CIDR, blockSize: 26 } as Pool;
  fc.assert(
    fc.property(fc.array(fc.record({ handle: fc.nat({ max: 6 }), gives: fc.boolean() })), (steps) => {
      const { api, objects } = served(emptyBlock(CIDR, 'node-1'));
      for (const { handle, gives } of steps) {
        const handle_id = String(handle);
        if (gives) assign(api, [pool], 'node-1', { handle_id, secondary: { node: 'node-1' } });
        else releaseHandle(api, handle_id);
        for (const object of objects.values())
          expect(readBlock(object)).toEqual(readBlock(structuredClone(object)));
      }
    }),
  );
});

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
