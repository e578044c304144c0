/**
 * The vxlan backend: one device; for each other node a neighbour, an fdb entry and a route.
 * Source: flannel pkg/backend/vxlan/vxlan.go RegisterNetwork, device.go ensureLink, vxlan_network.go handleSubnetEvents.
 */
import { decodeStruct, goOwn, goUint32 } from '../../../base/go-decode';
import { parseGoJson } from '../../../base/go-json';
import { err, ok, type Result } from '../../../base/result';
import { formatCidr4, formatIpv4, formatMac, parseMac, type MacAddr } from '../../../wire/addr';
import { linkByName } from '../../../kernel/ctx';
import type { Link, VxlanLink } from '../../../model/link';
import { ensureAddress } from '../address';
import type { VxlanConf } from '../backend-conf';
import { logged, may, must, type Effect, type FlannelOp, type Message } from '../effect';
import { directRouting } from '../host';
import type { Lease, LeaseEvent } from '../lease';
import { isNoNet4 } from '../net';
import { tunnelOf } from '../tunnel';
import { newHardwareAddr } from '../vtep-mac';
import type { Backend, Plainly, StartFacts } from './backend';

const FATAL = 'Error registering network: ';

export const vxlan: Backend<VxlanConf> = {
  register(facts, conf) {
    const { ns, ext } = facts;
    const { device, mtu } = deviceOf(conf, ext.mtu);
    const present = linkByName(ns, device);
    const wanted = vtepMac(facts, device);
    const incompatible = present === null ? null : incompatibility(facts, conf, present);
    const kept = present !== null && incompatible === null;
    const add: FlannelOp = {
      kind: 'link.add',
      name: device,
      mac: wanted.mac,
      mtu,
      spec: {
        kind: 'vxlan',
        vni: conf.vni,
        dev: ext.name,
        local: ext.extAddr,
        learning: conf.learning,
        ...(conf.port > 0 && { dstPort: conf.port }),
      },
    };
    const failed = `${FATAL}failed to create vxlan device: `;
    const made: readonly Effect[] = kept
      ? []
      : present === null
        ? [must(add, failed)]
        : [
            logged(
              'warning',
              `"${device}" already exists with incompatible configuration: ${incompatible ?? ''}; recreating device`,
            ),
            must({ kind: 'link.del', name: device }, `${failed}failed to delete interface: `),
            must(add, `${failed}failed to create vxlan interface: `),
          ];
    const mac = kept ? present.mac : wanted.mac;
    const options = `VNI=${String(conf.vni)} Port=${String(conf.port)} GBP=${String(conf.gbp)} Learning=${String(conf.learning)} DirectRouting=${String(conf.directRouting)}`;
    return ok({
      effects: [logged('info', `VXLAN config: ${options}`), ...wanted.log, ...made],
      attrs: {
        publicIp: ext.extAddr,
        backendType: 'vxlan',
        backendData: `{"VNI":${String(conf.vni)},"VtepMAC":"${formatMac(mac)}"}`,
      },
      device,
    });
  },

  configure(facts, { conf, ext, network }, lease) {
    const { device } = deviceOf(conf, ext.mtu);
    const failed = `${FATAL}failed to configure interface ${device}`;
    if (isNoNet4(lease.subnet)) return err(`${failed}: IPv4 is enabled but the lease has no IPv4`);
    const present = linkByName(facts.ns, device);
    const kept = present !== null && incompatibility(facts, conf, present) === null;
    return ok([
      ...ensureAddress(device, kept ? present : null, lease.subnet, network, failed),
      must(
        { kind: 'link.set', name: device, set: { up: true } },
        `${failed}: failed to set interface ${device} to UP state: `,
      ),
    ]);
  },

  onLease(ns, { conf, device }, { type, lease }) {
    if (lease.backendType !== 'vxlan') {
      const subnets = `v4Subnet(${formatCidr4(lease.subnet)}) v6Subnet(::/0)`;
      return [logged('warning', `ignoring non-vxlan ${subnets}: type=${lease.backendType}`)];
    }
    const program = programOf(lease, device ?? '');
    if (!conf.directRouting || program.unreadable) return program[type];
    const direct = directRouting(ns, lease.publicIp);
    if (direct === true) return directly(type, lease);
    return typeof direct === 'string' ? [logged('error', direct), ...program[type]] : program[type];
  },

  plainly({ conf, device }) {
    if (conf.directRouting || device === null) return null;
    if (plain?.device !== device) plain = { device, plainly: plainlyBy(device) };
    return plain.plainly;
  },
};

/** Nearly all nodes have a device of the same name. */
let plain: { readonly device: string; readonly plainly: Plainly } | null = null;

function plainlyBy(device: string): Plainly {
  return ({ type, lease }) =>
    lease.backendType === 'vxlan' ? (programOf(lease, device).messages?.[type] ?? null) : null;
}

function deviceOf(conf: VxlanConf, extMtu: number): { readonly device: string; readonly mtu: number } {
  const { device, mtu } = tunnelOf(conf, extMtu);
  return { device: device ?? '', mtu };
}

/** The address of the last life, else a random one. */
function vtepMac(
  { storedMac, random }: StartFacts,
  device: string,
): { readonly mac: MacAddr; readonly log: readonly Effect[] } {
  if (storedMac === '') return { mac: newHardwareAddr(random(6)), log: [] };
  const told = logged('info', `Interface ${device} mac address set to: ${storedMac}`);
  const stored = parseMac(storedMac);
  if (stored.ok) return { mac: stored.value, log: [told] };
  const wrong = `Failed to parse mac addr(${storedMac}): address ${storedMac}: invalid MAC address`;
  return { mac: newHardwareAddr(random(6)), log: [logged('error', wrong), told] };
}

/** Why a device of this name cannot be used; null when it can. MTU, MAC address and learning are not looked at. */
function incompatibility({ ext }: StartFacts, conf: VxlanConf, present: Link): string | null {
  if (present.kind !== 'vxlan') return `link type: vxlan vs ${present.kind}`;
  if (present.vni !== conf.vni) return `vni: ${String(conf.vni)} vs ${String(present.vni)}`;
  const differences: readonly (readonly [string, string | number, string | number])[] = [
    ['vtep (external) interface', ext.ifindex, present.lower],
    ['vtep (external) IP', ...addresses(ext.extAddr, present)],
    ['port', conf.port, present.dstPort],
  ];
  const found = differences.find(([, want, have]) => isSet(want) && isSet(have) && want !== have);
  return found === undefined ? null : `${found[0]}: ${String(found[1])} vs ${String(found[2])}`;
}

function addresses(local: VxlanLink['local'], present: VxlanLink): readonly [string, string] {
  return [formatIpv4(local), present.local === 0 ? '' : formatIpv4(present.local)];
}

/** What is not set is not compared. */
function isSet(value: string | number): boolean {
  return value !== 0 && value !== '';
}

/** What a lease comes to on its way through the tunnel; for one that cannot be read, what the log says. */
interface Program extends Readonly<Record<LeaseEvent['type'], readonly Effect[]>> {
  readonly device: string;
  readonly unreadable: boolean;
  /** Null for a lease that cannot be read. */
  readonly messages: Messages | null;
}

type Messages = Readonly<Record<LeaseEvent['type'], readonly Message[]>>;

/** All nodes read the same leases, so that each is worked out once. */
function programOf(lease: Lease, device: string): Program {
  const known = PROGRAMS.get(lease);
  if (known?.device === device) return known;
  const mac = readVtep(lease.backendData);
  const messages = mac.ok && mac.value !== null ? throughTunnel(device, lease, mac.value) : null;
  const program: Program =
    messages === null
      ? { device, unreadable: true, messages, ...complaints(mac.ok ? null : mac.error) }
      : { device, unreadable: false, messages, ...messages };
  PROGRAMS.set(lease, program);
  return program;
}

const PROGRAMS = new WeakMap<Lease, Program>();

/** A lease that cannot be read, or (null) one without a MAC address, which the kernel refuses to take. */
function complaints(error: string | null): Pick<Program, 'added' | 'removed'> {
  const said = (text: string): readonly Effect[] => [logged('error', text)];
  if (error === null) {
    return {
      added: said('AddARP failed: invalid argument'),
      removed: said('DelFDB failed: invalid argument'),
    };
  }
  const text = `error decoding subnet lease JSON: ${error}`;
  return { added: said(text), removed: said(text) };
}

/** Null when it names none. */
function readVtep(backendData: string): Result<MacAddr | null, string> {
  const json = parseGoJson(backendData);
  if (!json.ok) return json;
  const read: { mac?: MacAddr } = {};
  const error = decodeStruct(json.value, {
    name: 'vxlanLeaseAttrs',
    type: 'vxlan.vxlanLeaseAttrs',
    fields: {
      VNI: goUint32(() => undefined),
      VtepMAC: goOwn((raw) => {
        if (!/^".*"$/.test(raw)) return 'error parsing hardware addr';
        const text = raw.slice(1, -1);
        const parsed = parseMac(text);
        if (!parsed.ok) return `address ${text}: invalid MAC address`;
        read.mac = parsed.value;
        return null;
      }),
    },
  });
  return error === null ? ok(read.mac ?? null) : err(error);
}

/** DirectRouting and the peer on one of this node's links: a plain route. */
function directly(type: LeaseEvent['type'], lease: Lease): readonly Effect[] {
  const route = { dst: lease.subnet, via: lease.publicIp };
  const way = `${formatCidr4(lease.subnet)} via ${formatIpv4(lease.publicIp)}: `;
  return type === 'added'
    ? [must({ kind: 'route.replace', route }, `Error adding route to ${way}`)]
    : [may({ kind: 'route.del', route }, `Error deleting route to ${way}`)];
}

/**
 * The route comes last: without the neighbour the kernel would ask for it by ARP. What was done is undone when a later
 * part is refused; when a lease goes, each part is tried whatever became of the others.
 */
function throughTunnel(dev: string, { subnet, publicIp }: Lease, mac: MacAddr): Messages {
  const fdb = { dev, mac, dst: publicIp, where: 'self' } as const;
  const route = { dst: subnet, via: subnet.addr, dev, onlink: true };
  const way = `(${formatCidr4(subnet)} -> ${formatIpv4(subnet.addr)}): `;
  const delArp = {
    op: { kind: 'neigh.del', dev, dst: subnet.addr, mac },
    complaint: 'DelARP failed: ',
  } as const;
  const delFdb = { op: { kind: 'fdb.del', ...fdb }, complaint: 'DelFDB failed: ' } as const;
  return {
    added: [
      must({ kind: 'neigh.replace', dev, dst: subnet.addr, mac, state: 'permanent' }, 'AddARP failed: '),
      must({ kind: 'fdb.replace', ...fdb, permanent: true }, 'AddFDB failed: ', { undo: [delArp] }),
      must({ kind: 'route.replace', route }, `failed to add vxlanRoute ${way}`, { undo: [delArp, delFdb] }),
    ],
    removed: [
      may(delArp.op, delArp.complaint),
      may(delFdb.op, delFdb.complaint),
      may({ kind: 'route.del', route }, `failed to delete vxlanRoute ${way}`),
    ],
  };
}
