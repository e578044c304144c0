/** `wg`: set and show. Source: wireguard-tools 1.0.20210914 src/wg.c. */
import { failed, notYet, printed, type Command } from '../../command';
import { SET_USAGE, setInterface } from './set';
import { show, SHOW_USAGE } from './show';

const USAGE = [SET_USAGE, SHOW_USAGE];
/** Known to the tool; keys are names here, and files there are none. */
const LATER = ['showconf', 'setconf', 'addconf', 'syncconf', 'genkey', 'genpsk', 'pubkey'];

export const wg: Command = {
  kind: 'wg',
  summary: 'set and retrieve configuration of WireGuard interfaces',
  usage: USAGE,
  run(io, argv) {
    const [command, ...rest] = argv.slice(1);
    switch (command) {
      case undefined:
        return show(io, []);
      case 'show':
        return show(io, rest);
      case 'set':
        return setInterface(io, rest);
      case '-h':
      case '--help':
      case 'help':
        return printed(...USAGE.map((line) => `Usage: ${line}`));
      default:
        if (LATER.includes(command)) return notYet(`wg ${command}`);
        return failed(1, `Invalid subcommand: \`${command}'`, ...USAGE.map((line) => `Usage: ${line}`));
    }
  },
};
