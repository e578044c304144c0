/**
 * host-device: a device of the node moves into the pod, and back. Its name on the node is kept as its alias.
 * Source: containernetworking/plugins v1.9.1 plugins/main/host-device/host-device.go.
 */
import type { JsonObject } from '../../base/json';
import { textAt } from '../../base/json';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin } from '../../cluster/cni/plugin';
import type { CniResult } from '../../cluster/cni/result';
import { EMPTY_RESULT } from '../../cluster/cni/result';
import { text } from '../../cluster/objects/schema';
import type { Link, NetnsId } from '../../model/link';
import { parseMac } from '../../wire/addr';
import { resultFault } from './common/check';
import { dnsOf, ipamOf, typeFault } from './common/conf';
import { act, configureInterface, errnoText, linkIn, macText, netnsName, noNetns } from './common/link';

const FIELDS = { device: text, hwaddr: text, kernelpath: text, pciBusID: text };

export const hostDevice: CniPlugin = {
  kind: 'host-device',

  add(io, { env, conf }): CniAnswer {
    const fault = confFault(conf);
    if (fault !== null) return fail(fault);
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const device = findDevice(io, conf);
    if (!device.ok) return fail(`failed to find host device: ${device.error}`);
    const moved = moveIn(io, device.value, netns, env.CNI_IFNAME);
    if (!moved.ok) return fail(`failed to move link ${moved.error}`);
    const link = moved.value;
    const interfaces = [{ name: link.name, mac: macText(link), sandbox: env.CNI_NETNS }];
    const { type } = ipamOf(conf);
    if (type === '') return ok({ ...EMPTY_RESULT, interfaces });
    const given = io.delegate(type, 'ADD', conf);
    if (!given.ok) return given;
    const addresses = given.value ?? EMPTY_RESULT;
    const ips = addresses.ips.map((ip) => ({ ...ip, interface: 0 }));
    const result: CniResult = { ...addresses, interfaces, ips };
    const wrong =
      ips.length === 0
        ? 'IPAM plugin returned missing IP config'
        : configureInterface(io, netns, env.CNI_IFNAME, result);
    if (wrong === null) return ok({ ...result, dns: dnsOf(conf, {}) });
    io.delegate(type, 'DEL', conf);
    return fail(wrong);
  },

  del(io, { env, conf }): CniAnswer {
    const fault = confFault(conf);
    if (fault !== null) return fail(fault);
    if (env.CNI_NETNS === '') return ok(null);
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const { type } = ipamOf(conf);
    const freed = type === '' ? ok(null) : io.delegate(type, 'DEL', conf);
    if (!freed.ok) return freed;
    const refused = moveOut(io, netns, env.CNI_IFNAME);
    return refused === null ? ok(null) : fail(refused);
  },

  check(io, { env, conf, prevResult }): CniAnswer {
    const fault = confFault(conf);
    if (fault !== null) return fail(fault);
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const { type } = ipamOf(conf);
    const held = type === '' ? ok(null) : io.delegate(type, 'CHECK', conf);
    if (!held.ok) return held;
    if (prevResult === null) return fail('Required prevResult missing');
    const name = env.CNI_IFNAME;
    const entry = prevResult.interfaces.find((one) => one.name === name);
    if (entry?.sandbox !== env.CNI_NETNS) {
      return fail(
        `Sandbox in prevResult ${entry?.sandbox ?? ''} doesn't match configured netns: ${env.CNI_NETNS}`,
      );
    }
    const link = linkIn(io, netns, name);
    if (link === null) return fail(`host-device: Container Interface name in prevResult: ${name} not found`);
    if (entry.mac !== undefined && entry.mac !== macText(link)) {
      return fail(`Interface ${name} Mac ${entry.mac} doesn't match container Mac: ${macText(link)}`);
    }
    const missing = resultFault(io, netns, name, prevResult);
    return missing === null ? ok(null) : fail(missing);
  },
};

function confFault(conf: JsonObject): string | null {
  const wrong = typeFault(conf, FIELDS);
  if (wrong !== null) return `failed to load netconf: ${wrong}`;
  return Object.keys(FIELDS).some((field) => textAt(conf, field) !== '')
    ? null
    : 'specify either "device", "hwaddr", "kernelpath" or "pciBusID"';
}

/** Machines here have no PCI bus and no paths below /sys/devices. */
function findDevice(io: CniIo, conf: JsonObject): Result<Link, string> {
  const name = textAt(conf, 'device');
  if (name !== '') {
    const link = linkIn(io, io.host, name);
    return link === null ? err('Link not found') : ok(link);
  }
  const hwaddr = textAt(conf, 'hwaddr');
  if (hwaddr !== '') {
    const mac = parseMac(hwaddr);
    if (!mac.ok) {
      return err(
        `failed to parse MAC address ${JSON.stringify(hwaddr)}: address ${hwaddr}: invalid MAC address`,
      );
    }
    const found = io.ctx.world.netns[io.host]?.links.find((link) => link?.mac === mac.value);
    return found === undefined ? err('failed to find physical interface') : ok(found);
  }
  const path = textAt(conf, 'kernelpath');
  if (path === '') return err(`no net directory under pci device ${textAt(conf, 'pciBusID')}`);
  return path.startsWith('/sys/devices/')
    ? err(`failed to read directory ${path}/net: "open ${path}/net: no such file or directory"`)
    : err(`kernel device path ${JSON.stringify(path)} must be absolute and begin with /sys/devices/`);
}

/**
 * Into the pod, with its new name. The real plugin renames it in a third, temporary namespace, out of sight of udev;
 * what a failed step leaves behind is the same: the device on the node, as it was.
 */
function moveIn(io: CniIo, device: Link, netns: NetnsId, ifname: string): Result<Link, string> {
  const { name, up } = device;
  if (linkIn(io, netns, ifname) !== null) {
    return err(
      `failed to move ${JSON.stringify(ifname)} (host: ${JSON.stringify(name)}) to container NS: file exists`,
    );
  }
  const there = netnsName(io, netns);
  const away = act(
    io,
    io.host,
    { kind: 'link.set', name, set: { netns: there, name: ifname } },
    `ip link set ${name} netns ${there} name ${ifname}`,
  );
  if (away !== null) {
    if (up) act(io, io.host, { kind: 'link.set', name, set: { up: true } }, `ip link set ${name} up`);
    return err(`failed to move ${JSON.stringify(name)} to tempNS: ${errnoText(away)}`);
  }
  const rest = act(
    io,
    netns,
    { kind: 'link.set', name: ifname, set: { alias: name } },
    `ip link set ${ifname} alias ${name}`,
  );
  if (rest !== null) return err(`failed to set alias to ${JSON.stringify(name)}: ${errnoText(rest)}`);
  act(io, netns, { kind: 'link.set', name: ifname, set: { up: true } }, `ip link set ${ifname} up`);
  const link = linkIn(io, netns, ifname);
  return link === null
    ? err(`failed to find ${JSON.stringify(ifname)} in container NS: Link not found`)
    : ok(link);
}

/** Back to the node under its old name. It stays down: nobody wrote down whether it was up. */
function moveOut(io: CniIo, netns: NetnsId, ifname: string): string | null {
  const quoted = JSON.stringify(ifname);
  const link = linkIn(io, netns, ifname);
  if (link === null) return `failed to find ${quoted} in containerNS: Link not found`;
  const { alias } = link;
  if (alias === '') return `failed to find original ifname for ${quoted} (alias is not set)`;
  if (linkIn(io, io.host, alias) !== null)
    return `failed to move ${JSON.stringify(alias)} to hostNS: file exists`;
  const here = netnsName(io, io.host);
  act(io, netns, { kind: 'link.set', name: ifname, set: { alias: '' } }, `ip link set ${ifname} alias ""`);
  const error = act(
    io,
    netns,
    { kind: 'link.set', name: ifname, set: { netns: here, name: alias } },
    `ip link set ${ifname} netns ${here} name ${alias}`,
  );
  return error === null ? null : `failed to move ${JSON.stringify(alias)} to hostNS: ${errnoText(error)}`;
}
