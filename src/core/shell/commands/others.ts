/** The commands that are fetched when somebody types one, or a lab does: a new command is one file (or folder) here and one line. */
import type { Command } from '../command';
import { arping } from './arping';
import { bird } from './bird';
import { birdc, birdcl } from './birdc';
import { bridge } from './bridge';
import { builtins } from './builtins';
import { calicoctl } from './calicoctl';
import { conntrack } from './conntrack';
import { cat } from './coreutils/cat';
import { echo } from './coreutils/echo';
import { sleep } from './coreutils/sleep';
import { crictl } from './crictl';
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
import { nstat } from './nstat';
import { nslookup } from './nslookup';
import { ps } from './ps';
import { ss } from './ss';
import { sysctl } from './sysctl';
import { systemctl } from './systemctl';
import { tc } from './tc';
import { tcpdump } from './tcpdump';
import { timeout } from './timeout';
import { tracepath } from './tracepath';
import { traceroute } from './traceroute';
import { watch } from './watch';
import { wg } from './wg';
import { textTools } from './coreutils';

export const others: readonly Command[] = [
  arping,
  bird,
  birdc,
  birdcl,
  bridge,
  ...builtins,
  calicoctl,
  cat,
  conntrack,
  crictl,
  curl,
  dig,
  dmesg,
  dnsd,
  echo,
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
  nstat,
  ps,
  sleep,
  ss,
  sysctl,
  systemctl,
  tc,
  tcpdump,
  timeout,
  tracepath,
  traceroute,
  watch,
  wg,
  ...textTools,
];
