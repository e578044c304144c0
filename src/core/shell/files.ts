/**
 * The files a command sees: those that programs wrote (`Netns.files`), and those that a kernel or a container runtime
 * makes up when they are read (`/proc`, `/etc/resolv.conf`), computed from the World.
 */
import { asKind, podNetnsName } from '../model/cluster';
import { formatIpv4 } from '../wire/addr';
import type { Netns, World } from '../model/world';
import { machineOf, netnsNamed, onMachine } from './netns';
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

/** Whether a netns is a pod's: kubelet made it. */
export function isPod(world: World, ns: Netns): boolean {
  if (world.cluster === null || onMachine(world, ns.name)) return false;
  for (const object of world.cluster.objects.entries.values()) {
    const pod = asKind(object, 'Pod');
    if (pod !== null && podNetnsName(pod) === ns.name) return true;
  }
  return false;
}

/** The host name: a pod's own, else the machine's. */
export function hostnameOf(world: World, netns: string): string {
  const ns = netnsNamed(world, netns);
  return isPod(world, ns) ? ns.name.replace(/^.*_/, '') : machineOf(world, netns).name;
}

/** Who a machine or pod is: files that its maker writes, unless somebody wrote them over. */
function identity(world: World, ns: Netns): Readonly<Record<string, string>> {
  const name = hostnameOf(world, ns.name);
  const local = '127.0.0.1\tlocalhost\n';
  const address = ns.links.find((link) => link?.name === 'eth0')?.addrs[0]?.local;
  // Source: kubernetes pkg/kubelet/kubelet_pods.go managedHostsFileContent.
  const hosts = isPod(world, ns)
    ? `# Kubernetes-managed hosts file.\n${local}::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n` +
      (address === undefined ? '' : `${formatIpv4(address)}\t${name}\n`)
    : `${local}127.0.1.1\t${name}\n`;
  return { '/etc/hostname': `${name}\n`, '/etc/hosts': hosts, '/etc/os-release': OS_RELEASE };
}

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

/** Of nodes, and of images that nobody looks into. Source: base-files 13. */
const OS_RELEASE = `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
VERSION_CODENAME=trixie
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`;

/** The text of a file, null when there is none. */
export function fileText(world: World, ns: Netns, path: string): string | null {
  const clean = normal(path);
  const madeUp = virtual.content.madeUpFile(world, ns, clean);
  const written = fileHolder(world, ns).files.entries.get(clean);
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
  }
  return `/${parts.join('/')}`;
}
