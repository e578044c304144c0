import { expect, it } from 'vitest';
import { net } from '../../testing/net';

// observed on Linux 6.18
it('keeps its number where it is free; new links fill what is free before and after it', () => {
  const lab = net().machines('a').type('a', 'ip netns add b');
  for (const name of ['w', 'x', 'y', 'z']) lab.type('a', `ip link add ${name} type dummy`);
  lab.type('a', 'ip link set z netns b');
  for (const name of ['k', 'l', 'm']) lab.type('b', `ip link add ${name} type dummy`);
  lab.type('b', 'ip link add near type veth peer name far');
  expect(numbers(lab, 'b')).toEqual({ lo: 1, k: 2, l: 3, m: 4, z: 5, far: 6, near: 7 });
  // A number comes back only after all others.
  lab.type('b', 'ip link del near');
  lab.type('b', 'ip link add n type dummy');
  expect(numbers(lab, 'b')['n']).toBe(8);
});

it('gets a new number where its own is taken', () => {
  const lab = net().machines('a').type('a', 'ip netns add b').type('a', 'ip link add x type dummy');
  lab.type('b', 'ip link add y type dummy').type('a', 'ip link set x netns b');
  expect(numbers(lab, 'b')).toEqual({ lo: 1, y: 2, x: 3 });
});

function numbers(lab: ReturnType<typeof net>, netns: string): Record<string, number> {
  const ns = lab.world.netns.find((one) => one?.name === netns);
  return Object.fromEntries((ns?.links ?? []).flatMap((link) => (link ? [[link.name, link.ifindex]] : [])));
}
