/** Packages of Debian and its kin, where we are allowed to install them. */
import { answers, run } from './run.mjs';

/** Whether this is a system with apt where we are root, such as a container. */
export const hasApt = () => process.getuid?.() === 0 && answers('apt-get', ['--version']);

let listsAreFresh = false;

/** @param {readonly string[]} packages */
export function aptInstall(...packages) {
  console.log(`Installing ${packages.join(' and ')} …`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  // Someone else's apt-get may be at work.
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  if (!listsAreFresh) listsAreFresh = run('apt-get', [...patience, 'update', '-q'], quiet);
  return run('apt-get', [...patience, 'install', '-y', '-q', '--no-install-recommends', ...packages], quiet);
}
