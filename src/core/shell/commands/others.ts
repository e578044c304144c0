/** The commands that are fetched when somebody types one, or a lab does: a new command is one file (or folder) here and one line. */
import type { Command } from '../command';
import { arping } from './arping';
import { bird } from './bird';
import { birdc, birdcl } from './birdc';
import { calicoctl } from './calicoctl';
import { conntrack } from './conntrack';
import { dig } from './dig';
import { dmesg } from './dmesg';
import { dnsd } from './dnsd';
import { ethtool } from './ethtool';
import { getent } from './getent';
import { help, man } from './help';
import { host } from './host';
import { ipset } from './ipset';
import { iptables } from './iptables';
import { iptablesRestore } from './iptables/restore';
import { iptablesSave } from './iptables/save';
import { kubectl } from './kubectl';
import { nc } from './nc';
import { netTools } from './net-tools';
import { nsenter } from './nsenter';
import { nft } from './nft';
import { nstat } from './nstat';
import { nslookup } from './nslookup';
import { ps } from './ps';
import { ss } from './ss';
import { systemctl } from './systemctl';
import { tc } from './tc';
import { tcpdump } from './tcpdump';
import { tracepath } from './tracepath';
import { traceroute } from './traceroute';
import { wg } from './wg';
import { textTools } from './coreutils';

export const others: readonly Command[] = [
  arping,
  bird,
  birdc,
  birdcl,
  calicoctl,
  conntrack,
  dig,
  dmesg,
  dnsd,
  ethtool,
  getent,
  help,
  host,
  ipset,
  iptables,
  iptablesRestore,
  iptablesSave,
  kubectl,
  man,
  nc,
  ...netTools,
  nft,
  nsenter,
  nslookup,
  nstat,
  ps,
  ss,
  systemctl,
  tc,
  tcpdump,
  tracepath,
  traceroute,
  wg,
  ...textTools,
];
