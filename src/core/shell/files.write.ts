/** Writing files from the shell: what a redirection may write, and what the kernel answers. */
import { readSysctl, SYSCTL_DIR } from '../kernel/ops/sysctl';
import type { ShellHost } from './host';
import { FOLDERS, fileHolder, fileText, folder, normal, virtualFile } from './files';
import { netnsNamed } from './netns';
import { isRealFile, NOT_HERE } from './real-files';

/** Characters a file may have, and files a machine or pod may have: the World has to stay small. */
export const FILE_CHARS_MAX = 65_536;
export const FILES_MAX = 1000;

/** Why a file cannot be opened, or not be written to: the kernel's words. */
export type WriteFault = { readonly at: 'open' | 'write'; readonly text: string };

/** Opens `path` for writing; a fault when that is refused. */
export function openFault(host: ShellHost, netns: string, path: string): WriteFault | null {
  const { world } = host;
  const ns = netnsNamed(world, netns);
  const clean = normal(path);
  if (clean === '/dev/null') return null;
  const fault = (text: string): WriteFault => ({ at: 'open', text });
  if (FOLDERS.includes(clean) || folder(world, ns, clean) !== null) return fault('Is a directory');
  if (clean.startsWith(SYSCTL_DIR)) {
    if (readSysctl(ns, clean.slice(SYSCTL_DIR.length)) !== null) return null;
    return fault(isRealFile(ns, clean) ? NOT_HERE : 'No such file or directory');
  }
  if (virtualFile(world, ns, clean) !== null && clean.startsWith('/proc/')) return fault('Permission denied');
  if (isRealFile(ns, clean) && /^\/(proc|sys|dev)\//.test(clean)) return fault(NOT_HERE);
  const parent = normal(`${clean}/..`);
  if (
    /^\/(proc|sys|dev)(\/|$)/.test(parent) ||
    (!FOLDERS.includes(parent) && folder(world, ns, parent) === null)
  ) {
    return fault('No such file or directory');
  }
  const { files } = fileHolder(world, ns);
  if (!files.entries.has(clean) && files.entries.size >= FILES_MAX) return fault('No space left on device');
  return null;
}

/** Writes `text`, or adds it; what was asked for as `typed` is the author of a setting. */
export function writeText(
  host: ShellHost,
  netns: string,
  path: string,
  text: string,
  how: { readonly append: boolean; readonly typed: string },
): WriteFault | null {
  const clean = normal(path);
  if (clean === '/dev/null') return null;
  const fault = (why: string): WriteFault => ({ at: 'write', text: why });
  if (clean.startsWith(SYSCTL_DIR)) {
    // An empty write never reaches the setting.
    if (text === '') return null;
    const value = text.trim();
    if (!/^-?\d{1,10}$/.test(value) || Math.abs(Number(value)) > 0x7fff_ffff)
      return fault('Invalid argument');
    const op = { kind: 'sysctl.set', key: clean.slice(SYSCTL_DIR.length), value: Number(value) } as const;
    return host.apply(netns, op, how.typed) === null ? null : fault('Invalid argument');
  }
  const before = how.append ? (fileText(host.world, netnsNamed(host.world, netns), clean) ?? '') : '';
  const after = before + text;
  if (after.length > FILE_CHARS_MAX) return fault('No space left on device');
  host.writeFile?.(fileHolder(host.world, netnsNamed(host.world, netns)).name, clean, after);
  return null;
}
