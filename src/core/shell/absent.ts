/**
 * Programs that an engineer may well type and that this lab does not have: they exist, which `command not found` would deny.
 */

const NAMES = `
  ip6tables ip6tables-save ip6tables-restore ebtables arptables ipvsadm iptables-nft iptables-legacy firewall-cmd ufw
  brctl ifup ifdown dhclient udhcpc nmcli networkctl resolvectl bpftool teamd ovs-vsctl ovs-ofctl vtysh gobgp
  cilium hubble flannel etcdctl ctr nerdctl docker podman runc kubeadm kubelet helm k9s kustomize minikube kind cnitool
  telnet wget nmap mtr iperf iperf3 hping3 socat ssh scp sftp ftp rsync openssl tshark wireshark ngrep dropwatch perf strace ltrace
  bpftrace lsof fuser ipcalc whois mii-tool iw rdma devlink dcb tipc lnstat rtacct sipcalc
  top htop free vmstat iostat df du mount umount lsmod modprobe insmod rmmod lsblk lspci journalctl logger hostnamectl timedatectl
  vi vim nano emacs less more screen tmux script gawk mawk jq yq tree file stat diff comm join
  paste tac rev od xxd hexdump strings base64 md5sum sha256sum tar gzip gunzip zcat unzip
  touch mkdir rmdir cp mv ln chmod chown nohup nice time expr bc yes realpath readlink mktemp
  python python3 perl ruby node npm go gcc make git apt apt-get dpkg yum dnf apk rpm pip snap
  su passwd useradd login reboot shutdown halt poweroff init service crontab at
  lsns pgrep pidof pkill pstree w who last dstat sar nload iftop nethogs bmon ifstat vnstat tcpflow tshark fping nping zmap arp-scan arpwatch
  dnsmasq named unbound chronyc ntpq hwclock lscpu lsmem lsusb dmidecode blkid fdisk mkfs findmnt mountpoint swapon ipset-dns ip6tables-legacy
  ebtables-save ebtables-restore arptables-save iptables-nft-save iptables-legacy-save iptables-xml iptables-translate conntrackd nfct ulogd
  kube-proxy kube-apiserver containerd containerd-shim-runc-v2 flanneld calico-node bridge-utils vlan helmfile kubens kubectx stern krew
  install shred truncate split csplit shuf tsort nl fold fmt pr expand unexpand column paste rename split numfmt factor sum cksum sha1sum sha512sum b2sum
  bzip2 xz zstd lz4 cpio ar pip3 dash busybox
  history exec trap ulimit umask jobs fg bg wait disown declare local shopt netcat
  let builtin caller command compgen complete compopt dirs popd pushd enable getopts hash help logout mapfile readarray readonly suspend times typeset
`;

const ABSENT: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));

export function isAbsent(name: string): boolean {
  return ABSENT.has(name);
}
