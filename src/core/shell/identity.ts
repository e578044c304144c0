/** Whose shell it is: a pod's or a machine's, by what name, and the files its maker writes about that. */
import { asKind, podNetnsName } from '../model/cluster';
import type { Netns, World } from '../model/world';
import { formatIpv4 } from '../wire/addr';
import { machineOf, netnsNamed, onMachine } from './netns';

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
export function identity(world: World, ns: Netns): Readonly<Record<string, string>> {
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
