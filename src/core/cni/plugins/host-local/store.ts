/**
 * What has been given out: one file for each address, `<id>\r\n<interface>`, and the last address of each range set.
 * Source: containernetworking/plugins v1.9.1 plugins/ipam/host-local/backend/disk/backend.go.
 */
import type { CniIo } from '../../../cluster/cni/plugin';
import type { IpAddress } from '../common/address';
import { formatIp, parseIp } from '../common/address';

const DATA_DIR = '/var/lib/cni/networks';
const LINE_BREAK = '\r\n';

export interface Store {
  /** Takes an address; false when somebody has it. */
  reserve(id: string, ifname: string, ip: IpAddress, set: number): boolean;
  lastReserved(set: number): IpAddress | null;
  /** Addresses of an attachment. */
  addressesOf(id: string, ifname: string): readonly IpAddress[];
  /** Frees whatever an attachment has. What was last given out stays noted. */
  release(id: string, ifname: string): void;
}

/** The folder of a network; an empty `dataDir` means the usual place. */
export function openStore(io: CniIo, network: string, dataDir: string): Store {
  const folder = `${dataDir === '' ? DATA_DIR : dataDir}/${network}`;
  const file = (name: string): string => `${folder}/${name}`;
  const lastFile = (set: number): string => file(`last_reserved_ip.${set}`);
  const lock = file('lock');
  if (io.readFile(lock) === null) io.writeFile(lock, '');
  /** Paths of an attachment's files, in the order of a folder. */
  const held = (id: string, ifname: string): readonly string[] =>
    io
      .filesSaying(folder, id + LINE_BREAK + ifname)
      .filter((path) => path !== lock)
      .sort();
  return {
    reserve(id, ifname, ip, set) {
      const name = formatIp(ip);
      if (io.readFile(file(name)) !== null) return false;
      io.writeFile(file(name), id + LINE_BREAK + ifname);
      io.writeFile(lastFile(set), name);
      return true;
    },
    lastReserved: (set) => parseIp(io.readFile(lastFile(set)) ?? ''),
    addressesOf: (id, ifname) =>
      held(id, ifname).flatMap((path) => parseIp(path.slice(folder.length + 1)) ?? []),
    release(id, ifname) {
      for (const path of held(id, ifname)) io.writeFile(path, undefined);
    },
  };
}
