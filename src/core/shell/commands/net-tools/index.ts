/** What net-tools 2.10 has: the older way to ask what `ip` and `ss` tell. */
import type { Command } from '../../command';
import { arp } from './arp';
import { ifconfig } from './ifconfig';
import { netstat } from './netstat';
import { route } from './route';

export const netTools: readonly Command[] = [arp, ifconfig, netstat, route];
