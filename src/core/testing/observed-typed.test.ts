import { describe, expect, it } from 'vitest';
import { observed } from './observed';

/**
 * Goal: routes, rules, path MTUs, ARP, redirects and error limits behave as observed on Linux 6.18 (iproute2 6.1, iputils
 * 20221126). Method: the observed topology, what was typed there, and the text that was printed there; `<t>` stands for
 * times. A case is named as the observation it quotes.
 */
interface Said {
  readonly stdout?: readonly string[];
  readonly stderr?: string;
}

/** [observation, what was changed before, where, what was typed, what was printed] */
const TYPED: readonly [string, readonly [string, string][], string, string, Said][] = [
  [
    'no-route-local',
    [],
    'r',
    'ip route get 10.99.0.1',
    { stderr: 'RTNETLINK answers: Network is unreachable' },
  ],
  [
    'route-get-host',
    [],
    'h1',
    'ip route get 10.2.0.2',
    { stdout: ['10.2.0.2 via 10.1.0.1 dev a0 src 10.1.0.2 uid 0 ', '    cache '] },
  ],
  [
    'route-get-iif',
    [],
    'r',
    'ip route get 10.2.0.2 from 10.1.0.2 iif e0',
    { stdout: ['10.2.0.2 from 10.1.0.2 dev e1 ', '    cache iif e0 '] },
  ],
  // The local table is named once there was a rule, as there was when these two were observed.
  [
    'route-get-local',
    [['r', 'ip rule add from 10.1.0.0/24 lookup 100']],
    'r',
    'ip route get 10.1.0.1',
    { stdout: ['local 10.1.0.1 dev lo table local src 10.1.0.1 uid 0 ', '    cache <local> '] },
  ],
  [
    'route-get-broadcast',
    [['r', 'ip rule add from 10.1.0.0/24 lookup 100']],
    'r',
    'ip route get 10.1.0.255',
    { stdout: ['broadcast 10.1.0.255 dev e0 table local src 10.1.0.1 uid 0 ', '    cache <local,brd> '] },
  ],
  [
    'nexthop-offlink',
    [],
    'r',
    'ip route add 10.60.0.0/24 via 192.168.9.9 dev e1',
    { stderr: 'Error: Nexthop has invalid gateway.' },
  ],
  [
    'nexthop-onlink',
    [['r', 'ip route add 10.60.0.0/24 via 192.168.9.9 dev e1 onlink']],
    'r',
    'ip route show 10.60.0.0/24',
    { stdout: ['10.60.0.0/24 via 192.168.9.9 dev e1 onlink '] },
  ],
  [
    'route-add-duplicate-prefix',
    [['r', 'ip route add 10.60.0.0/24 via 192.168.9.9 dev e1 onlink']],
    'r',
    'ip route add 10.60.0.0/24 via 10.2.0.2',
    { stderr: 'RTNETLINK answers: File exists' },
  ],
  [
    'route-metric-order',
    [
      ['r', 'ip route add 10.60.0.0/24 via 192.168.9.9 dev e1 onlink'],
      ['r', 'ip route append 10.60.0.0/24 via 10.2.0.2'],
      ['r', 'ip route add 10.60.0.0/24 via 10.2.0.2 metric 50'],
      ['r', 'ip route del 10.60.0.0/24'],
      ['r', 'ip route add 10.60.0.0/24 via 10.1.0.2 metric 10'],
    ],
    'r',
    'ip route show 10.60.0.0/24',
    {
      stdout: [
        '10.60.0.0/24 via 10.2.0.2 dev e1 ',
        '10.60.0.0/24 via 10.1.0.2 dev e0 metric 10 ',
        '10.60.0.0/24 via 10.2.0.2 dev e1 metric 50 ',
      ],
    },
  ],
  [
    'admin-down-removes-routes',
    [['r', 'ip link set e1 down']],
    'r',
    'ip route',
    { stdout: ['10.1.0.0/24 dev e0 proto kernel scope link src 10.1.0.1 '] },
  ],
  [
    'carrier-loss',
    [['h2', 'ip link set b0 down']],
    'r',
    'ip route show 10.2.0.0/24',
    { stdout: ['10.2.0.0/24 dev e1 proto kernel scope link src 10.2.0.1 linkdown '] },
  ],
  [
    'ip-rule-list',
    [
      ['r', 'ip rule add from 10.1.0.0/24 lookup 100 pref 1000'],
      ['r', 'ip rule add fwmark 0x1/0xf lookup 200'],
      ['r', 'ip rule add to 10.9.0.0/16 unreachable pref 900'],
    ],
    'r',
    'ip rule',
    {
      stdout: [
        '0:\tfrom all lookup local',
        '900:\tfrom all to 10.9.0.0/16 unreachable',
        '999:\tfrom all fwmark 0x1/0xf lookup 200',
        '1000:\tfrom 10.1.0.0/24 lookup 100',
        '32766:\tfrom all lookup main',
        '32767:\tfrom all lookup default',
      ],
    },
  ],
  [
    'ip-rule-first-pref',
    [['r', 'ip rule add from 10.1.0.0/24 lookup 100']],
    'r',
    'ip rule show table 100',
    { stdout: ['32765:\tfrom 10.1.0.0/24 lookup 100'] },
  ],
  [
    'ip-rule-empty-table-falls-through',
    [['r', 'ip rule add pref 1000 from 10.1.0.0/24 lookup 100']],
    'r',
    'ip route get 10.2.0.2 from 10.1.0.2 iif e0',
    { stdout: ['10.2.0.2 from 10.1.0.2 dev e1 ', '    cache iif e0 '] },
  ],
  [
    'ip-rule-empty-table-falls-through (throw)',
    [
      ['r', 'ip rule add pref 1000 from 10.1.0.0/24 lookup 100'],
      ['r', 'ip route add throw default table 100'],
    ],
    'r',
    'ip route get 10.2.0.2 from 10.1.0.2 iif e0',
    { stdout: ['10.2.0.2 from 10.1.0.2 dev e1 ', '    cache iif e0 '] },
  ],
  [
    'ip-rule-blackhole-stops',
    [
      ['r', 'ip rule add pref 1000 from 10.1.0.0/24 lookup 100'],
      ['r', 'ip route add blackhole default table 100'],
    ],
    'r',
    'ip route get 10.2.0.2 from 10.1.0.2 iif e0',
    { stderr: 'RTNETLINK answers: Invalid argument' },
  ],
  [
    'suppress-prefixlength',
    [['r', 'ip rule add pref 32000 lookup main suppress_prefixlength 0']],
    'r',
    'ip rule show pref 32000',
    { stdout: ['32000:\tfrom all lookup main suppress_prefixlength 0'] },
  ],
  [
    'local-table',
    [],
    'r',
    'ip route show table local dev e0',
    {
      stdout: [
        'local 10.1.0.1 proto kernel scope host src 10.1.0.1 ',
        'broadcast 10.1.0.255 proto kernel scope link src 10.1.0.1 ',
      ],
    },
  ],
  [
    'route-replace-append-del',
    [
      ['r', 'ip route add 10.71.0.0/24 via 10.1.0.2'],
      ['r', 'ip route replace 10.71.0.0/24 via 10.2.0.2'],
      ['r', 'ip route append 10.71.0.0/24 via 10.1.0.2'],
      ['r', 'ip route del 10.71.0.0/24'],
    ],
    'r',
    'ip route show 10.71.0.0/24',
    { stdout: ['10.71.0.0/24 via 10.1.0.2 dev e0 '] },
  ],
  [
    'ecmp-show',
    [['r', 'ip route add 10.72.0.0/24 nexthop via 10.1.0.2 weight 1 nexthop via 10.2.0.2 weight 2']],
    'r',
    'ip route show 10.72.0.0/24',
    {
      stdout: [
        '10.72.0.0/24 ',
        '\tnexthop via 10.1.0.2 dev e0 weight 1 ',
        '\tnexthop via 10.2.0.2 dev e1 weight 2 ',
      ],
    },
  ],
];

describe('observed: what is typed', () => {
  it.each(TYPED)('%s', (_name, changes, netns, command, said) => {
    const lab = observed();
    for (const [where, change] of changes) lab.type(where, change);
    const { stdout, stderr } = lab.ask(netns, command);
    expect({ stdout, stderr }).toEqual({
      stdout: said.stdout ?? [],
      stderr: said.stderr === undefined ? [] : [said.stderr],
    });
  });
});
