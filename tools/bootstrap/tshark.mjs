/** Wireshark's tshark, which judges our captures in the tests. They do without where it cannot be had. */
import { aptInstall, hasApt } from './apt.mjs';
import { answers } from './run.mjs';

const isThere = () => answers('tshark', ['--version']);

export function setUpTshark() {
  if (isThere()) return;
  if (hasApt() && aptInstall('tshark') && isThere()) return;
  console.log(
    'tshark is not installed: tests that let Wireshark judge our captures are left out. (Debian: tshark)',
  );
}
