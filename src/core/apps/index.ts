/** The list of apps: what pods usually run is at hand, `others.ts` lists the rest. */
import { Part } from '../base/part';
import { shelf, type Shelf } from '../base/shelf';
import type { App } from './app';
import { ping } from './ping';
import { pause } from './pause';
import { sleep } from './sleep';
import { udpEcho } from './udp-echo';
import { udpClient } from './udp-client';
import { curl } from './curl';
import { httpd } from './httpd';
import { ncat } from './ncat';
import { ncatServer } from './ncat-server';
import { tcpAnswer } from './tcp-answer';
import { tcpRequest } from './tcp-request';

const others = new Part('apps', async () => (await import('./others')).others);

/** A process's state is only ever made by the function of its own app, so each app may trust what it is handed. */
export const apps: Shelf<App<unknown>> = shelf(
  [ping, pause, sleep, udpEcho, udpClient, curl, httpd, ncat, ncatServer, tcpAnswer, tcpRequest],
  others,
);
