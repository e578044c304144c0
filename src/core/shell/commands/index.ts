/**
 * The shelf's list: what labs are set up by and what pods run is at hand; `others.ts` lists the rest, which is fetched when
 * somebody needs one of them.
 */
import { Part } from '../../base/part';
import { shelf, type Shelf } from '../../base/shelf';
import type { Command } from '../command';
import { bridge } from './bridge';
import { curl } from './curl';
import { httpd } from './httpd';
import { ip } from './ip';
import { ncat } from './ncat';
import { ping } from './ping';
import { sysctl } from './sysctl';
import { cat } from './coreutils/cat';
import { echo } from './coreutils/echo';
import { sleep } from './coreutils/sleep';

const others = new Part('commands', async () => (await import('./others')).others);

export const COMMANDS: Shelf<Command> = shelf(
  [bridge, cat, curl, echo, httpd, ip, ncat, ping, sleep, sysctl],
  others,
);
