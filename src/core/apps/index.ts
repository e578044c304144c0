/** The list of apps. */
import type { App } from './app';
import { arping } from './arping';
import { conntrack } from './conntrack';
import { curl } from './curl';
import { dig } from './dig';
import { dnsd } from './dnsd';
import { getent } from './getent';
import { flannelUdp } from './flannel-udp';
import { httpd } from './httpd';
import { pause } from './pause';
import { ncat } from './ncat';
import { ncatServer } from './ncat-server';
import { nslookup } from './nslookup';
import { ping } from './ping';
import { sleep } from './sleep';
import { tcpdump } from './tcpdump';
import { tcpAnswer } from './tcp-answer';
import { tcpRequest } from './tcp-request';
import { tracepath } from './tracepath';
import { traceroute } from './traceroute';
import { udpClient } from './udp-client';
import { udpEcho } from './udp-echo';

/** A process's state is only ever made by the function of its own app, so each app may trust what it is handed. */
export const apps: readonly App<unknown>[] = [
  arping,
  conntrack,
  ping,
  pause,
  sleep,
  tcpdump,
  dig,
  dnsd,
  getent,
  nslookup,
  tracepath,
  traceroute,
  udpEcho,
  udpClient,
  flannelUdp,
  curl,
  httpd,
  ncat,
  ncatServer,
  tcpAnswer,
  tcpRequest,
];
