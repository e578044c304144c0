/** The part of a Lab document that names a physical network: its machines and cables follow from it. */
import * as v from 'valibot';
import { parseCidr4 } from '../wire/addr';
import { FABRIC_KINDS } from './fabric/index';
import { ALLOW } from './fabric/allow';
import { MAX_ALLOWED, MAX_AS_NUMBER, MAX_FABRIC_NODES } from './limits';

export const fabric = v.strictObject({
  kind: v.pipe(
    v.picklist(FABRIC_KINDS),
    v.description(
      'One segment, two behind a router or a firewall, VLANs of one switch, leaf and spine, a cloud VPC, two data centres (wan), a NAT gateway to the Internet.',
    ),
  ),
  nodes: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(MAX_FABRIC_NODES),
      v.description('Number of nodes: node-1, node-2, … at .11, .12, … of their segment.'),
    ),
    2,
  ),
  ranges: v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.check((text) => parseCidr4(text).ok, 'cidr'),
        ),
      ),
      v.maxLength(16),
      v.description(
        'IPv4 range of each segment (subnet, rack, data centre); the nodes are shared out in order.',
      ),
    ),
  ),
  mtu: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(576),
      v.maxValue(9216),
      v.description('MTU of the whole network; with wan and internet, of the line outside.'),
    ),
  ),
  allow: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(ALLOW, 'allow'))),
      v.maxLength(MAX_ALLOWED),
      v.description(
        'What the firewall, the security groups of a VPC or the gateways of a WAN let through: `icmp`, `tcp/179`, `udp/8472`, `protocol/4`. Answers pass.',
      ),
    ),
  ),
  spines: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(8),
      v.description('Number of spines of a leaf-spine network.'),
    ),
  ),
  trunkedNodes: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(MAX_FABRIC_NODES),
      v.description(
        'How many nodes, the last ones, hang on a trunk of a switch with VLANs and have their address on a VLAN device (eth0.20).',
      ),
    ),
  ),
  routing: v.optional(
    v.pipe(
      v.picklist(['static', 'bgp']),
      v.description(
        'How leaves and spines know their routes: written by hand, or told by BGP, which every leaf also speaks with the nodes of its rack.',
      ),
    ),
  ),
  nodeAs: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(MAX_AS_NUMBER),
      v.description(
        'The autonomous system that the leaves expect all nodes in; without it node-1 has 65101, node-2 65102, …',
      ),
    ),
  ),
  sourceDestCheck: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        "Whether a VPC drops what does not come from an instance's own address or is not for it; on unless a route controller takes it off.",
      ),
    ),
  ),
  cloudRoutes: v.optional(
    v.pipe(
      v.strictObject({
        limit: v.optional(
          v.pipe(
            v.number(),
            v.integer(),
            v.minValue(0),
            v.maxValue(1000),
            v.description("How many routes the VPC's table takes."),
          ),
          50,
        ),
        inUse: v.optional(
          v.pipe(
            v.number(),
            v.integer(),
            v.minValue(0),
            v.maxValue(1000),
            v.description('How many of them others have already.'),
          ),
          0,
        ),
      }),
      v.description(
        "A cloud route controller runs, and writes each Node's pod range into the route table of the VPC.",
      ),
    ),
  ),
  icmpErrors: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Whether the gateways of a WAN send ICMP “destination unreachable”; without it nobody learns of its MTU.',
      ),
    ),
  ),
  masquerade: v.optional(
    v.pipe(
      v.picklist(['nodes', 'all', 'none']),
      v.description('Whose addresses the NAT gateway hides behind its own.'),
    ),
  ),
});

export type FabricPart = v.InferOutput<typeof fabric>;
