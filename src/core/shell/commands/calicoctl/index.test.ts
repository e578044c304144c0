/**
 * Goal: calicoctl says what the real one says. Method: typed in a running cluster; tables and texts follow from Go's
 * tabwriter, tablewriter v0.0.5 and the templates and messages in calicoctl's sources, values from what was typed.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import type { TypedCluster } from '../../../testing/kubectl';
import { typedCluster } from '../../../testing/kubectl';
import { recordedShell } from '../../../testing/shell-host';
import { box, wrapped } from './box';
import { fiveDigits } from './ipam';
import { peerTable } from './status';

const V3 = 'apiVersion: projectcalico.org/v3';
const POOL = `${V3}\nkind: IPPool\nmetadata: {name: default-ipv4-ippool}\nspec: {cidr: 10.244.0.0/16, ipipMode: Always, natOutgoing: true}`;
const PEER = `${V3}\nkind: BGPPeer\nmetadata: {name: tor}\nspec: {peerIP: 192.168.1.1, asNumber: 65001, node: node-1}`;

let cluster: TypedCluster;
const lines = (command: string, stdin?: string): readonly string[] =>
  cluster.lines(command, stdin).map((line) => line.trimEnd());
beforeEach(() => {
  cluster = typedCluster();
});

test('in a lab without Kubernetes there is nothing to ask', () => {
  expect(recordedShell().run('calicoctl get nodes').exitCode).toBe(1);
});

describe('get', () => {
  test('tables end with an empty line, cells with a blank', () => {
    cluster.type('calicoctl apply -f -', POOL);
    expect(cluster.lines('calicoctl get ippools')).toEqual([
      'NAME                  CIDR            SELECTOR   ',
      'default-ipv4-ippool   10.244.0.0/16   all()      ',
      '',
    ]);
    expect(lines('calicoctl get pool -o wide')[1]).toBe(
      'default-ipv4-ippool   10.244.0.0/16   true   Always     Never       false      false              all()      Automatic',
    );
  });

  test.each([
    ['calicoctl get nodes', ['NAME', 'node-1', 'node-2', '']],
    ['calicoctl get bgpconfig', ['NAME   LOGSEVERITY   MESHENABLED   ASNUMBER', '']],
    ['calicoctl get pods', ["resource type 'pods' is not supported"]],
    [
      'calicoctl get bgppeer nobody',
      [
        'resource does not exist: BGPPeer(nobody) with error: bgppeers.crd.projectcalico.org "nobody" not found',
      ],
    ],
    ['calicoctl get ippool -o xml', ["unrecognized output format 'xml'"]],
  ])('%s', (command, expected) => expect(lines(command)).toEqual(expected));

  test('a peer, as a table and as it would be applied again', () => {
    cluster.type('calicoctl apply -f -', PEER);
    expect(lines('calicoctl get bgppeers')[1]).toBe('tor    192.168.1.1   node-1   65001');
    const yaml = lines('calicoctl get bgppeer tor -o yaml').join('\n');
    expect(yaml).toContain(V3);
    expect(yaml).toContain('  peerIP: 192.168.1.1');
    expect(lines('calicoctl apply -f -', yaml)).toEqual(["Successfully applied 1 'BGPPeer' resource(s)"]);
  });
});

describe('writing', () => {
  test('lists, and several kinds', () => {
    expect(lines('calicoctl create -f -', `${POOL}\n---\n${PEER}`)).toEqual([
      'Successfully created 2 resource(s)',
    ]);
    expect(lines('calicoctl create -f -', PEER)).toEqual([
      "failed to create 'BGPPeer' resource: [resource already exists: BGPPeer(tor)]",
    ]);
    expect(lines('calicoctl delete bgppeer tor')).toEqual(["Successfully deleted 1 'BGPPeer' resource(s)"]);
    expect(lines('calicoctl delete bgppeer tor')[0]).toContain(
      "Failed to delete 'BGPPeer' resource: resource does not exist: BGPPeer(tor)",
    );
  });

  test('what is refused is told with its field', () => {
    const both = PEER.replace('node: node-1', 'node: node-1, nodeSelector: all()');
    expect(lines('calicoctl apply -f -', both)).toEqual([
      "failed to apply 'BGPPeer' resource: [error with field Node = 'node-1' (Node field must be empty when NodeSelector is specified)]",
    ]);
    expect(lines('calicoctl apply -f -', 'kind: Pod')).toEqual([
      'failed to execute command: Unknown resource type (Pod) and/or version ()',
    ]);
  });

  // Source: calicoctl/calicoctl/resourcemgr/resourcemgr.go Update.
  test('what is applied again takes the place of what there was, unless that is another by now', () => {
    cluster.type('calicoctl apply -f -', PEER.replace('asNumber', 'ttlSecurity: 2, asNumber'));
    const version =
      /resourceVersion: .*/.exec(lines('calicoctl get bgppeer tor -o yaml').join('\n'))?.[0] ?? '';
    const dated = PEER.replace('name: tor', `name: tor, ${version}`);
    expect(lines('calicoctl replace -f -', dated)).toEqual(["Successfully replaced 1 'BGPPeer' resource(s)"]);
    expect(lines('calicoctl get bgppeer tor -o yaml').join('\n')).not.toContain('ttlSecurity');
    expect(lines('calicoctl apply -f -', dated)).toEqual([
      "failed to apply 'BGPPeer' resource: [update conflict: BGPPeer(tor)]",
    ]);
  });

  test('what a node’s manifest does not say goes', () => {
    const node = `${V3}\nkind: Node\nmetadata: {name: node-1}\nspec: {bgp: {asNumber: 1.5, ipv4Address: 10.0.0.1/24}}`;
    expect(lines('calicoctl apply -f -', node)).toEqual(["Successfully applied 1 'Node' resource(s)"]);
    expect(lines('calicoctl get node node-1 -o yaml').join('\n')).toContain('asNumber: 65541');
    cluster.type('calicoctl apply -f -', node.replace('asNumber: 1.5, ', ''));
    expect(lines('calicoctl get node node-1 -o yaml').join('\n')).not.toContain('asNumber');
  });

  test('a node is made a route reflector', () => {
    expect(
      lines(`calicoctl patch node node-1 -p '{"spec": {"bgp": {"routeReflectorClusterID": "244.0.0.1"}}}'`),
    ).toEqual(["Successfully patched 1 'Node' resource"]);
    expect(lines('kubectl get node node-1 -o yaml').join('\n')).toContain(
      'projectcalico.org/RouteReflectorClusterID: 244.0.0.1',
    );
    expect(lines('calicoctl get node node-1 -o yaml').join('\n')).toContain(
      'routeReflectorClusterID: 244.0.0.1',
    );
    expect(lines('calicoctl delete node node-1')[0]).toContain(
      'operation Delete is not supported on Node(node-1)',
    );
  });

  test.each([
    'null',
    '5',
    '[1, [2]]',
    'kind: BGPPeerList\nitems: 7',
    `${V3}\nkind: Node\nmetadata: {name: node-1}\nspec: {bgp: [1]}`,
  ])('%j harms nobody', (text) => {
    cluster.type('calicoctl apply -f -', text);
    expect(lines('calicoctl get nodes')).toEqual(['NAME', 'node-1', 'node-2', '']);
  });
});

describe('ipam show', () => {
  test('pools and blocks', () => {
    cluster.type('calicoctl apply -f -', POOL);
    cluster.type(
      'kubectl apply -f -',
      `apiVersion: crd.projectcalico.org/v1
kind: IPAMBlock
metadata: {name: 10-244-1-0-30}
spec: {cidr: 10.244.1.0/30, affinity: "host:node-1", allocations: [0, null, null, null], unallocated: [1, 2, 3],
  attributes: [{handle_id: h, secondary: {node: node-2, namespace: default, pod: web}}]}`,
    );
    expect(lines('calicoctl ipam show --show-blocks')).toEqual([
      '+----------+---------------+-----------+------------+--------------+',
      '| GROUPING |     CIDR      | IPS TOTAL | IPS IN USE |   IPS FREE   |',
      '+----------+---------------+-----------+------------+--------------+',
      '| IP Pool  | 10.244.0.0/16 |     65536 | 1 (0%)     | 65535 (100%) |',
      '| Block    | 10.244.1.0/30 |         4 | 1 (25%)    | 3 (75%)      |',
      '+----------+---------------+-----------+------------+--------------+',
    ]);
    expect(lines('calicoctl ipam show --show-borrowed')[3]).toBe(
      '| 10.244.1.0 | node-2         | 10.244.1.0/30 | node-1      | pod  | default/web  |',
    );
    expect(lines('calicoctl ipam show --ip=10.244.1.0')[0]).toBe('IP 10.244.1.0 is in use');
    expect(lines('calicoctl ipam show --ip=10.244.1.1')).toEqual(['10.244.1.1 is not assigned']);
  });

  test.each([
    [65536, '65536'],
    [1048576, '1.0486e+06'],
    [100000, '1e+05'],
    [0, '0'],
  ])('%d is printed as %s', (value, text) => expect(fiveDigits(value)).toBe(text));
});

describe('node status', () => {
  test('without Calico', () => {
    expect(lines('calicoctl node status')).toEqual(['Calico process is not running.']);
  });

  // As a real cluster prints it.
  test('sessions out of what BIRD prints', () => {
    expect(
      peerTable([
        'BIRD 1.6.8 ready.',
        'name     proto    table    state  since       info',
        'static1  Static   master   up     17:12:07    ',
        'Mesh_192_168_56_12 BGP      master   up     17:12:09    Established   ',
        'Node_192_168_56_13 BGP      master   start  17:12:17    Passive       ',
      ]),
    ).toEqual([
      '+---------------+-------------------+-------+----------+-------------+',
      '| PEER ADDRESS  |     PEER TYPE     | STATE |  SINCE   |    INFO     |',
      '+---------------+-------------------+-------+----------+-------------+',
      '| 192.168.56.12 | node-to-node mesh | up    | 17:12:09 | Established |',
      '| 192.168.56.13 | node specific     | start | 17:12:17 | Passive     |',
      '+---------------+-------------------+-------+----------+-------------+',
    ]);
    expect(peerTable(['x'])).toEqual(['No IPv4 peers found.']);
  });

  test('long texts are broken between words', () => {
    expect(wrapped('Active Socket: Connection refused')).toEqual(['Active Socket: Connection', 'refused']);
    expect(box(['a'], [['']])).toEqual(['+---+', '| A |', '+---+', '|   |', '+---+']);
  });
});
