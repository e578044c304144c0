/**
 * The files a command sees: those that programs wrote (`Netns.files`), and those that a kernel or a container runtime
 * makes up when they are read (`/proc`, `/etc/resolv.conf`), computed from the World.
 */
import type { Netns, World } from '../model/world';
import { identity, isPod } from './identity';
import { findNetns, netnsList } from './netns';
import { Part } from '../base/part';
import type { MadeUpFile } from './files.virtual';

const virtual = new Part('made-up files', () => import('./files.virtual'));

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Whose files are seen in a netns: a pod has its own, whatever else is on a machine shares the machine's. */
export function fileHolder(world: World, ns: Netns): Netns {
  if (isPod(world, ns)) return ns;
  const machine = world.machines.find(({ id }) => id === ns.machine);
  return world.netns[machine?.root ?? ns.id] ?? ns;
}

/** Where `ip netns` has its names. */
const NETNS_DIR = '/run/netns/';

/** Folders that are there although nothing is in them. */
export const FOLDERS: readonly string[] = [
  ...[
    '/',
    '/bin',
    '/boot',
    '/dev',
    '/etc',
    '/home',
    '/lib',
    '/lib64',
    '/media',
    '/mnt',
    '/opt',
    '/proc',
    '/root',
    '/run',
  ],
  ...['/sbin', '/srv', '/sys', '/tmp', '/usr', '/usr/bin', '/usr/sbin', '/var', '/var/lib', '/var/log'],
];

/** The text of a file, null when there is none. */
export function fileText(world: World, ns: Netns, path: string): string | null {
  const clean = normal(path);
  const madeUp = virtual.content.madeUpFile(world, ns, clean);
  const written = fileHolder(world, ns).files.entries.get(clean);
  if (clean.startsWith(NETNS_DIR) && !isPod(world, ns)) {
    return findNetns(world, ns.name, clean.slice(NETNS_DIR.length)) === null ? null : '';
  }
  return madeUp?.text() ?? written ?? identity(world, ns)[clean] ?? null;
}

/** A file that is made up, null when programs wrote it, or nobody. */
export function virtualFile(world: World, ns: Netns, path: string): MadeUpFile | null {
  return virtual.content.madeUpFile(world, ns, normal(path));
}

/** What is in a folder, by name; null when there is no such folder. */
export function folder(world: World, ns: Netns, path: string): readonly FolderEntry[] | null {
  const clean = normal(path);
  const prefix = clean === '/' ? '/' : `${clean}/`;
  const entries = new Map<string, boolean>();
  for (const one of FOLDERS) {
    if (one !== clean && normal(`${one}/..`) === clean) entries.set(one.slice(prefix.length), true);
  }
  const paths = [
    ...fileHolder(world, ns).files.entries.keys(),
    ...virtual.content.madeUpPaths(ns),
    ...Object.keys(identity(world, ns)),
    ...(isPod(world, ns) ? [] : netnsList(world, ns.name).map(({ name }) => `${NETNS_DIR}${name}`)),
  ];
  for (const one of paths) {
    if (!one.startsWith(prefix)) continue;
    const [name = '', ...below] = one.slice(prefix.length).split('/');
    if (name !== '') entries.set(name, below.length > 0);
  }
  if (entries.size === 0 && !FOLDERS.includes(clean)) return null;
  return [...entries]
    .map(([name, isFolder]) => ({ name, isFolder }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `/etc//./cni/../hosts` → `/etc/hosts`; paths are taken from the root, where every shell here begins. */
export function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
    // Debian's only link that is of use here.
    if (parts.length === 2 && parts[0] === 'var' && parts[1] === 'run') parts.splice(0, 2, 'run');
  }
  return `/${parts.join('/')}`;
}
