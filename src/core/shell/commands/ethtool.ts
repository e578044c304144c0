/** `ethtool` to look at devices: none here leaves work to its hardware. Source: ethtool 6.1, drivers/net/veth.c. */
import type { Link } from '../../model/link';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { featuresOf } from '../format/features';
import { hasCarrier } from '../format/link';
import { netnsNamed } from '../netns';

export const ethtool: Command = {
  kind: 'ethtool',
  summary: 'query or control network driver and hardware settings',
  usage: ['ethtool DEV', 'ethtool { -i | -k | -S } DEV'],
  about: {
    '-i': 'Show driver information',
    '-k': 'Get state of protocol offload and other features',
    '-S': 'Show adapter statistics',
  },
  run(io, argv) {
    const [, first, second] = argv;
    if (first === undefined)
      return failed(1, 'ethtool: bad command line argument(s)', 'For more information run ethtool -h');
    const option = first.startsWith('-') ? (LONG[first] ?? first) : '';
    const name = option === '' ? first : second;
    if (option !== '' && !['-i', '-k', '-S'].includes(option)) return notYet(`ethtool ${first}`);
    if (name === undefined)
      return failed(1, 'ethtool: bad command line argument(s)', 'For more information run ethtool -h');
    const link = netnsNamed(io.host.world, io.netns).links.find((one) => one?.name === name);
    if (link === undefined) return noDevice(option);
    switch (option) {
      case '-i':
        return driver(link);
      case '-k':
        return features(link);
      case '-S':
        return link.kind === 'veth' && link.peer !== null
          ? printed('NIC statistics:', `     peer_ifindex: ${String(link.peer.ifindex)}`)
          : failed(94, 'no stats available');
      default:
        return settings(io, link);
    }
  },
};

function features({ kind, name }: Link): Outcome {
  const known = featuresOf(kind);
  return known === null ? notYet(`ethtool -k of ${kind}`) : printed(`Features for ${name}:`, ...known);
}

const LONG: Readonly<Record<string, string>> = {
  '--driver': '-i',
  '--show-features': '-k',
  '--show-offload': '-k',
  '--statistics': '-S',
};

function noDevice(option: string): ReturnType<typeof failed> {
  if (option === '-i') return failed(71, 'Cannot get driver information: No such device');
  if (option === '-S') return failed(71, 'Cannot get stats strings information: No such device');
  const twice = ['netlink error: no device matches name (offset 24)', 'netlink error: No such device'];
  if (option === '-k') return failed(1, ...twice, 'Cannot get device feature names: No such device');
  return failed(75, ...Array.from({ length: 5 }, () => twice).flat(), 'No data available');
}

/** Drivers and versions as they call themselves; a card of a lab is nobody's make. */
const DRIVERS: Readonly<Record<string, string>> = {
  veth: '1.0',
  bridge: '2.3',
  vxlan: '0.1',
  geneve: '0.6',
  ipvlan: '0.1',
  dummy: '1.0',
  tun: '1.6',
  vlan: '1.8',
};

function driver({ kind }: Link): ReturnType<typeof printed> {
  const version = DRIVERS[kind];
  if (version === undefined) return failed(71, 'Cannot get driver information: Operation not supported');
  const unknown = kind === 'bridge' ? 'N/A' : '';
  const firmware = kind === 'vlan' ? 'N/A' : unknown;
  return printed(
    ...[
      `driver: ${kind === 'vlan' ? '802.1Q VLAN Support' : kind}`,
      `version: ${version}`,
      `firmware-version: ${firmware}`,
      'expansion-rom-version: ',
    ],
    ...[
      `bus-info: ${unknown}`,
      `supports-statistics: ${kind === 'veth' ? 'yes' : 'no'}`,
      'supports-test: no',
    ],
    ...['supports-eeprom-access: no', 'supports-register-dump: no', 'supports-priv-flags: no'],
  );
}

function settings(io: CommandIo, link: Link): ReturnType<typeof printed> {
  const { world } = io.host;
  const up = link.up && hasCarrier(world, netnsNamed(world, io.netns), link);
  const detected = `\tLink detected: ${up ? 'yes' : 'no'}`;
  if (link.kind !== 'veth') return printed(`Settings for ${link.name}:`, detected);
  return printed(
    `Settings for ${link.name}:`,
    ...[
      '\tSupported ports: [  ]',
      '\tSupported link modes:   Not reported',
      '\tSupported pause frame use: No',
    ],
    ...[
      '\tSupports auto-negotiation: No',
      '\tSupported FEC modes: Not reported',
      '\tAdvertised link modes:  Not reported',
    ],
    ...[
      '\tAdvertised pause frame use: No',
      '\tAdvertised auto-negotiation: No',
      '\tAdvertised FEC modes: Not reported',
    ],
    ...[
      '\tSpeed: 10000Mb/s',
      '\tDuplex: Full',
      '\tAuto-negotiation: off',
      '\tPort: Twisted Pair',
      '\tPHYAD: 0',
    ],
    ...['\tTransceiver: internal', '\tMDI-X: Unknown'],
    detected,
  );
}
