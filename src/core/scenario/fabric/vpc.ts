/**
 * A cloud's virtual network, as AWS has it. Each instance hangs on an interface of the cloud's (`eni-1`), which is where
 * the source/destination check and the security group are: a bridge with rules for what crosses it, as clouds made of
 * Linux do it. Subnets are bridges of the VPC's router, whose route table knows the subnets and what a route controller
 * writes. Source of the checks: AWS VPC User Guide, "Change the source or destination check", "VPC quotas".
 */
import { formatIpv4 } from '../../wire/addr';
import { INSTANCE_PORT, sourceDestRules } from '../../views/faults/source-dest';
import { filterRules } from './allow';
import type { FabricKind, FabricMachine } from './kind';
import {
  cable,
  card,
  ETHERNET_MTU,
  FIRST_NODE,
  hostIn,
  nodeIn,
  numbers,
  rangeAt,
  ROUTER,
  segmentOf,
} from './parts';

/** Name of the router, whose main table is the VPC's route table. */
const VPC = 'vpc';

export const vpc: FabricKind = {
  kind: 'vpc',
  fields: ['ranges', 'mtu', 'allow', 'sourceDestCheck', 'cloudRoutes'],
  ranges: ['172.31.0.0/20'],
  segments: { min: 1, max: 4 },
  mtu: ETHERNET_MTU,
  allow: null,
  build({ nodes, ranges, mtu, allow, sourceDestCheck, cloudRoutes }) {
    const all = numbers(nodes);
    const rangeOf = (node: number) => rangeAt(ranges, segmentOf(node, nodes, ranges.length));
    const addressOf = (node: number) => formatIpv4(hostIn(rangeOf(node), FIRST_NODE + node));
    const eni = (node: number): FabricMachine => {
      return {
        name: `eni-${node}`,
        role: 'switch',
        setup: [
          'ip link add eni type bridge',
          'ip link set eni up',
          `ip link set ${INSTANCE_PORT} mtu ${mtu} master eni up`,
          `ip link set vpc mtu ${mtu} master eni up`,
          ...(sourceDestCheck ? sourceDestRules(addressOf(node), '-A') : []),
          ...(allow === null ? [] : filterRules(allow, `-m physdev --physdev-out ${INSTANCE_PORT}`)),
        ],
      };
    };
    const router: FabricMachine = {
      name: VPC,
      role: 'router',
      setup: [
        ...ROUTER,
        ...ranges.flatMap((range, at) => [
          `ip link add subnet-${at + 1} type bridge`,
          ...all
            .filter((node) => segmentOf(node, nodes, ranges.length) === at)
            .map((node) => `ip link set eni-${node} mtu ${mtu} master subnet-${at + 1} up`),
          ...card(`subnet-${at + 1}`, range, 1, mtu),
        ]),
      ],
    };
    return {
      machines: [...all.flatMap((node) => [nodeIn(rangeOf(node), node, mtu), eni(node)]), router],
      cables: all.flatMap((node) => [
        cable(`node-${node}`, 'eth0', `eni-${node}`, INSTANCE_PORT),
        cable(`eni-${node}`, 'vpc', VPC, `eni-${node}`),
      ]),
      services: [],
      cloudRoutes:
        cloudRoutes === null
          ? null
          : {
              machine: VPC,
              ...cloudRoutes,
              unchecked: Object.fromEntries(
                (sourceDestCheck ? all : []).map((node) => [
                  `node-${node}`,
                  { netns: `eni-${node}`, commands: sourceDestRules(addressOf(node), '-D') },
                ]),
              ),
            },
    };
  },
};
