import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json';
import type { ApiObject } from '../../../model/cluster';
import { formatIpv4, ipv4 } from '../../../wire/addr';
import { allocate, blockName, blockSpec, emptyBlock, holders, readBlock, release, type Block } from './block';

const CIDR = { addr: ipv4('10.244.166.128'), len: 26 };
const by = (handle_id: string) => ({ handle_id, secondary: { node: 'node-1' } });

function given(block: Block, handle: string): Block {
  const answer = allocate(block, by(handle));
  if (answer === null) throw new Error('full');
  return answer.block;
}

// Reference: libcalico-go/lib/names/cidr.go, lib/ipam/ipam_block.go.
describe('a block', () => {
  test('is called by its range', () => {
    expect(blockName(CIDR)).toBe('10-244-166-128-26');
  });

  test('gives all of its addresses, the first one first, and then none', () => {
    let block = emptyBlock(CIDR, 'node-1');
    const addresses: string[] = [];
    for (let answer = allocate(block, by('h')); answer !== null; answer = allocate(block, by('h'))) {
      addresses.push(formatIpv4(answer.address));
      block = answer.block;
    }
    expect([addresses[0], addresses.at(-1), addresses.length]).toEqual([
      '10.244.166.128',
      '10.244.166.191',
      64,
    ]);
  });

  test('gives what was released last', () => {
    const two = given(given(emptyBlock(CIDR, 'node-1'), 'a'), 'b');
    const freed = release(two, 'a');
    expect(freed.unallocated.at(-1)).toBe(0);
    expect(holders(freed).map(({ address, by: who }) => [formatIpv4(address), who.handle_id])).toEqual([
      ['10.244.166.129', 'b'],
    ]);
    expect(release(two, 'nobody')).toBe(two);
  });

  test('every address is free or has one holder, whatever is given and released', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c')), { maxLength: 100 });
    fc.assert(
      fc.property(steps, (all) => {
        let block = emptyBlock({ addr: CIDR.addr, len: 28 }, 'node-1');
        for (const [gives, handle] of all) {
          block = gives ? (allocate(block, by(handle))?.block ?? block) : release(block, handle);
        }
        const held = block.allocations.flatMap((one, i) => (one === null ? [] : [i]));
        expect([...held, ...block.unallocated].sort((a, b) => a - b)).toEqual([...Array(16).keys()]);
        expect(holders(block)).toHaveLength(held.length);
        expect(block.attributes).toHaveLength(held.length);
      }),
    );
  });

  test('is read as it was written', () => {
    const block = given(emptyBlock(CIDR, 'node-1'), 'a');
    const object = { metadata: { name: block.name }, spec: blockSpec(block) } as unknown as ApiObject;
    expect(readBlock(object)).toEqual(block);
  });
});

describe('an object that anybody may have written', () => {
  const whole = blockSpec(given(emptyBlock(CIDR, 'node-1'), 'a'));
  const read = (spec: JsonObject | undefined) =>
    readBlock({ metadata: { name: 'x' }, ...(spec && { spec }) } as ApiObject);

  test('is a block when it is whole', () => expect(read(whole)).not.toBeNull());

  test.each<[string, JsonObject | undefined]>([
    ['nothing', undefined],
    ['no range', { ...whole, cidr: 'x' }],
    ['a range too large to be a block', { ...whole, cidr: '10.0.0.0/8' }],
    ['no allocations', { ...whole, allocations: null }],
    ['an allocation too few', { ...whole, allocations: Array.from({ length: 63 }, () => null) }],
    ['a free address beyond its end', { ...whole, unallocated: [64] }],
    ['a free address that is no number', { ...whole, unallocated: ['1'] }],
  ])('is none with %s', (_, spec) => expect(read(spec)).toBeNull());

  test('whatever it holds, what is read can be given, told and released', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            cidr: fc.oneof(fc.constant('10.0.0.0/30'), fc.string()),
            affinity: fc.anything(),
            allocations: fc.array(fc.oneof(fc.constant(null), fc.integer({ min: -1, max: 3 })), {
              maxLength: 5,
            }),
            unallocated: fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 4 }),
            attributes: fc.array(fc.oneof(fc.constant(null), fc.record({ handle_id: fc.anything() })), {
              maxLength: 3,
            }),
          },
          { requiredKeys: [] },
        ),
        (spec) => {
          const block = read(spec as JsonObject);
          if (block === null) return;
          holders(block);
          release(allocate(block, by('h'))?.block ?? block, 'h');
        },
      ),
    );
  });
});
