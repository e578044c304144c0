/** The shelf's list: a new command is one file (or folder) here and one line. */
import { registry } from '../../base/registry';
import type { Command } from '../command';
import { bridge } from './bridge';
import { echo } from './echo';
import { ip } from './ip';
import { iptablesRestore, iptablesSave } from './iptables';
import { kubectl } from './kubectl';
import { ncat } from './ncat';
import { ping } from './ping';
import { sysctl } from './sysctl';
import { systemctl } from './systemctl';
import { wg } from './wg';

export const COMMANDS: ReadonlyMap<string, Command> = registry([
  bridge,
  echo,
  ip,
  iptablesRestore,
  iptablesSave,
  kubectl,
  ncat,
  ping,
  sysctl,
  systemctl,
  wg,
]);
