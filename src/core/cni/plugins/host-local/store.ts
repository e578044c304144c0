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
  if (io.readFile(file('lock')) === null) io.writeFile(file('lock'), '');
  const held = (id: string, ifname: string): readonly string[] => {
    const wanted = id + LINE_BREAK + ifname;
    const isOurs = (text: string | null): boolean =>
      text?.includes(wanted) === true && text.trim() === wanted;
    return io.filesIn(folder).filter((name) => isOurs(io.readFile(file(name))) && name !== 'lock');
  };
  return {
    reserve(id, ifname, ip, set) {
      const name = formatIp(ip);
      if (io.readFile(file(name)) !== null) return false;
      io.writeFile(file(name), id + LINE_BREAK + ifname);
      io.writeFile(lastFile(set), name);
      return true;
    },
    lastReserved: (set) => parseIp(io.readFile(lastFile(set)) ?? ''),
    addressesOf: (id, ifname) => held(id, ifname).flatMap((name) => parseIp(name) ?? []),
    release(id, ifname) {
      for (const name of held(id, ifname)) io.writeFile(file(name), undefined);
    },
  };
}
