import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

const NAME = '--name KUBE-SEP-A --mask 255.255.255.255 --rsource';

it('remembers a client for its time', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    `-A FORWARD -p icmp -s 10.1.0.2/32 -m recent --rcheck --seconds 10 --reap ${NAME}`,
    `-A FORWARD -p icmp -s 10.1.0.2/32 -m recent --set ${NAME}`,
  );
  const seen = (): readonly number[] => ruleCounts(lab, 'r', 'filter', 'FORWARD');
  lab.ping('h1', '-c1 10.2.0.2');
  expect(seen()).toEqual([0, 1]);
  lab.wait(5);
  lab.ping('h1', '-c1 10.2.0.2');
  expect(seen()).toEqual([1, 2]);
  lab.wait(30);
  lab.ping('h1', '-c1 10.2.0.2');
  expect(seen()).toEqual([1, 3]);
});

it('counts hits, and update keeps the time running', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -s 10.1.0.2/32 -m recent --update --seconds 2 --hitcount 2 --name N --rsource',
    '-A FORWARD -s 10.1.0.2/32 -m recent ! --rcheck --name N --rsource',
    '-A FORWARD -s 10.1.0.2/32 -m recent --set --name N --rsource',
  );
  lab.ping('h1', '-c4 -i0.2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([2, 1, 4]);
});

it('a removed client is a stranger again', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -s 10.1.0.2/32 -m recent --remove --name N --rsource',
    '-A FORWARD -s 10.1.0.2/32 -m recent --set --name N --rsource',
  );
  lab.ping('h1', '-c3 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([2, 3]);
});

it.each([
  [
    `-m recent --name KUBE-SEP-A --rcheck --seconds 10800 --reap`,
    `-m recent --rcheck --seconds 10800 --reap ${NAME}`,
  ],
  [`-m recent --name KUBE-SEP-A --set`, `-m recent --set ${NAME}`],
  [
    '-m recent --update --hitcount 4 --rdest --mask 255.255.255.0',
    '-m recent --update --hitcount 4 --name DEFAULT --mask 255.255.255.0 --rdest',
  ],
])('%s', (rule, printed) => {
  expect(printedRule(rule)).toBe(printed);
});
