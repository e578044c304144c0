import { expect, test } from 'vitest';
import type { TerminalPlace } from '../../core/index';
import { promptOf } from './place';

/** Goal: the prompt names what `hostname` and `pwd` would. */
const NODE: TerminalPlace = {
  ...{ netns: 'node-1', machine: 'node-1', host: 'node-1', role: 'node', root: true, pod: null },
};

test.each([
  [NODE, '/', 'root@node-1:/# '],
  [NODE, '/root', 'root@node-1:~# '],
  [NODE, '/root/x', 'root@node-1:~/x# '],
  [NODE, '/rootless', 'root@node-1:/rootless# '],
  [{ ...NODE, netns: 'pod-a', root: false }, '/', '(pod-a)root@node-1:/# '],
  [
    { ...NODE, netns: 'ns_web', root: false, host: 'web', pod: { namespace: 'ns', name: 'web' } },
    '/etc',
    'root@web:/etc# ',
  ],
])('%# %s', (place, folder, prompt) => expect(promptOf(place, place.netns, folder)).toBe(prompt));
