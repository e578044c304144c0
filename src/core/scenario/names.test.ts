import { expect, test } from 'vitest';
import { namesIn } from './names';

const TEXT = `kind: Pod
metadata: { name: web }
---
kind: Lab
spec:
  machines:
    - name: node-1
      setup: |
        ip netns add pod-a
        ip netns add pod-b
        # ip netns add not-this
    - role: host
      name: host
  sends:
    - name: ping
`;

test('finds machines and netns, wherever the Lab document stands', () =>
  expect(namesIn(TEXT)).toEqual({ machines: ['node-1', 'host'], netns: ['pod-a', 'pod-b'] }));

test('finds nothing in a file without a lab', () =>
  expect(namesIn('machines:\n  - name: x')).toEqual({ machines: [], netns: [] }));
