/** The shelf's list: a new command is one file (or folder) here and one line. */
import { registry } from '../../base/registry';
import type { Command } from '../command';
import { arping } from './arping';
import { bridge } from './bridge';
import { conntrack } from './conntrack';
import { coreutils } from './coreutils';
import { curl } from './curl';
import { dig } from './dig';
import { dmesg } from './dmesg';
import { dnsd } from './dnsd';
import { ethtool } from './ethtool';
import { getent } from './getent';
import { help, man } from './help';
import { host } from './host';
import { httpd } from './httpd';
import { ip } from './ip';
import { ipset } from './ipset';
import { iptables } from './iptables';
import { iptablesRestore } from './iptables/restore';
import { iptablesSave } from './iptables/save';
import { kubectl } from './kubectl';
import { nc } from './nc';
import { ncat } from './ncat';
import { netTools } from './net-tools';
import { nsenter } from './nsenter';
import { nft } from './nft';
import { nslookup } from './nslookup';
import { ping } from './ping';
import { ps } from './ps';
import { ss } from './ss';
import { sysctl } from './sysctl';
import { systemctl } from './systemctl';
import { tc } from './tc';
import { tcpdump } from './tcpdump';
import { tracepath } from './tracepath';
import { traceroute } from './traceroute';
import { wg } from './wg';

export const COMMANDS: ReadonlyMap<string, Command> = registry([
  arping,
  bridge,
  conntrack,
  ...coreutils,
  curl,
  dig,
  dmesg,
  dnsd,
  ethtool,
  getent,
  help,
  host,
  httpd,
  ip,
  ipset,
  iptables,
  iptablesRestore,
  iptablesSave,
  kubectl,
  man,
  nc,
  ncat,
  ...netTools,
  nft,
  nsenter,
  nslookup,
  ping,
  ps,
  ss,
  sysctl,
  systemctl,
  tc,
  tcpdump,
  tracepath,
  traceroute,
  wg,
]);
