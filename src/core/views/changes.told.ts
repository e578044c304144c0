/** Which changes of World are rows of some table. */
import type { Change } from '../model/change';

/** What is in none of the tables a reader can look at. */
export const UNTOLD = [
  'stats',
  'neigh.default',
  'socket',
  'udp.port',
  'tcp.port',
  'tcp.hash',
  'process',
  'shell',
  'icmp.peer',
  'icmp.global',
  'snmp',
  'fragments',
  'nf.counter',
  'nf.state',
  'klog',
  'conntrack.hash',
  'cluster',
  'api.index',
  'api.version',
  'controller',
] as const satisfies readonly Change['slot'][];

export type ToldChange = Exclude<Change, { readonly slot: (typeof UNTOLD)[number] }>;
