/** The apps that are fetched when a process of one of them is there. */
import type { App } from './app';
import { arping } from './arping';
import { bird } from './bird';
import { conntrack } from './conntrack';
import { tcpdump } from './tcpdump';
import { dig } from './dig';
import { dnsd } from './dnsd';
import { getent } from './getent';
import { nslookup } from './nslookup';
import { tracepath } from './tracepath';
import { traceroute } from './traceroute';
import { flannelUdp } from './flannel-udp';
import { udpEcho } from './udp-echo';
import { udpClient } from './udp-client';
import { curl } from './curl';
import { httpd } from './httpd';
import { ncat } from './ncat';
import { ncatServer } from './ncat-server';
import { tcpAnswer } from './tcp-answer';
import { tcpRequest } from './tcp-request';
import { sleep } from './sleep';

export const others: readonly App<unknown>[] = [
  arping,
  bird,
  conntrack,
  tcpdump,
  dig,
  dnsd,
  getent,
  nslookup,
  tracepath,
  traceroute,
  flannelUdp,
  udpEcho,
  udpClient,
  curl,
  httpd,
  ncat,
  ncatServer,
  tcpAnswer,
  tcpRequest,
  sleep,
];
