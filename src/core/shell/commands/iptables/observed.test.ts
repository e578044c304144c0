/**
 * Goal: what goes in comes out as the real tool prints it.
 * Source: iptables 1.8.9 (nf_tables) in a network namespace of Linux 6.18, one command on an empty table with the chains
 * A, B and U; then iptables-save.
 */
import { describe, expect, test } from 'vitest';
import { runCommand } from '../..';
import { recordedShell, type RecordedShell } from '../../../testing/shell-host';

/** A command without its name, and the rules it leaves. */
const TAKEN: readonly (readonly [string, ...string[]])[] = [
  ['-A INPUT -f -j DROP', '-A INPUT -f -j DROP'],
  ["-A INPUT '!' -f -s 1.2.3.4 -p udp -j DROP", '-A INPUT -s 1.2.3.4/32 -p udp ! -f -j DROP'],
  [
    '-A FORWARD -s 1.1.1.1,2.2.2.2 -d 3.3.3.3,4.4.4.0/24 -j ACCEPT',
    '-A FORWARD -s 1.1.1.1/32 -d 3.3.3.3/32 -j ACCEPT',
    '-A FORWARD -s 1.1.1.1/32 -d 4.4.4.0/24 -j ACCEPT',
    '-A FORWARD -s 2.2.2.2/32 -d 3.3.3.3/32 -j ACCEPT',
    '-A FORWARD -s 2.2.2.2/32 -d 4.4.4.0/24 -j ACCEPT',
  ],
  ['-A INPUT -p tcp --dport http -j ACCEPT', '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT'],
  ['-A INPUT -p udp --sport domain:ntp -j ACCEPT', '-A INPUT -p udp -m udp --sport 53:123 -j ACCEPT'],
  [
    '-A INPUT -p tcp -m multiport --dports ssh,http,https:8443 -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 22,80,443:8443 -j ACCEPT',
  ],
  ['-A INPUT -p tcp --dport 0:65535', '-A INPUT -p tcp -m tcp'],
  ['-A INPUT -p tcp --dport :80 --sport 1024:', '-A INPUT -p tcp -m tcp --sport 1024:65535 --dport 0:80'],
  [
    '-A INPUT -p tcp --syn -m connlimit --connlimit-above 10 -j DROP',
    '-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m connlimit --connlimit-above 10 --connlimit-mask 32 --connlimit-saddr -j DROP',
  ],
  [
    '-A INPUT -p tcp --syn -m connlimit --connlimit-upto 5 --connlimit-mask 24 --connlimit-daddr',
    '-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m connlimit --connlimit-upto 5 --connlimit-mask 24 --connlimit-daddr',
  ],
  [
    '-A INPUT -p tcp -m connlimit --connlimit-above 10 --connlimit-mask 0',
    '-A INPUT -p tcp -m connlimit --connlimit-above 10 --connlimit-mask 0 --connlimit-saddr',
  ],
  ['-A INPUT -m dscp --dscp 0x20', '-A INPUT -m dscp --dscp 0x20'],
  ["-A INPUT -m dscp '!' --dscp-class EF", '-A INPUT -m dscp ! --dscp 0x2e'],
  ['-A INPUT -m dscp --dscp 10', '-A INPUT -m dscp --dscp 0x0a'],
  ['-t mangle -A FORWARD -j DSCP --set-dscp 10', '-A FORWARD -j DSCP --set-dscp 0x0a'],
  ['-t mangle -A FORWARD -j DSCP --set-dscp-class AF11', '-A FORWARD -j DSCP --set-dscp 0x0a'],
  [
    '-t nat -A POSTROUTING -p tcp -j SNAT --to-source 1.1.1.1-1.1.1.9:10-20 --random --persistent',
    '-A POSTROUTING -p tcp -j SNAT --to-source 1.1.1.1-1.1.1.9:10-20 --random --persistent',
  ],
  [
    '-t nat -A POSTROUTING -p tcp -j SNAT --to-source :10-20',
    '-A POSTROUTING -p tcp -j SNAT --to-source :10-20',
  ],
  [
    '-t nat -A POSTROUTING -p icmp -j SNAT --to-source 1.1.1.1:10-20',
    '-A POSTROUTING -p icmp -j SNAT --to-source 1.1.1.1:10-20',
  ],
  [
    '-t nat -A POSTROUTING -p udp -j MASQUERADE --to-ports 1000-2000 --random --random-fully',
    '-A POSTROUTING -p udp -j MASQUERADE --to-ports 1000-2000 --random --random-fully',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:http',
    '-A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:80',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination :80',
    '-A PREROUTING -p tcp -j DNAT --to-destination :80',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1 --persistent --random',
    '-A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1 --random --persistent',
  ],
  ['-t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 80', '-A PREROUTING -p tcp -j REDIRECT --to-ports 80'],
  [
    '-t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 80-90 --random',
    '-A PREROUTING -p tcp -j REDIRECT --to-ports 80-90 --random',
  ],
  ['-t nat -A PREROUTING -j REDIRECT', '-A PREROUTING -j REDIRECT'],
  [
    '-t nat -A PREROUTING -p tcp -j REDIRECT --to-ports http',
    '-A PREROUTING -p tcp -j REDIRECT --to-ports 80',
  ],
  ['-A INPUT -p tcp -j REJECT --reject-with tcp-reset', '-A INPUT -p tcp -j REJECT --reject-with tcp-reset'],
  ['-A INPUT -p tcp -j REJECT --reject-with tcp-rst', '-A INPUT -p tcp -j REJECT --reject-with tcp-reset'],
  [
    "-A INPUT -j LOG --log-prefix 'a b: ' --log-level info --log-uid --log-tcp-options",
    '-A INPUT -j LOG --log-prefix "a b: " --log-level 6 --log-tcp-options --log-uid',
  ],
  [
    '-A INPUT -j LOG --log-level 7 --log-macdecode --log-tcp-sequence --log-ip-options',
    '-A INPUT -j LOG --log-level 7 --log-tcp-sequence --log-ip-options --log-macdecode',
  ],
  ['-A INPUT -j LOG --log-level warning', '-A INPUT -j LOG'],
  [
    '-A INPUT -j LOG --log-prefix 01234567890123456789012345678',
    '-A INPUT -j LOG --log-prefix 01234567890123456789012345678',
  ],
  [
    '-A INPUT -j LOG --log-prefix 012345678901234567890123456789',
    '-A INPUT -j LOG --log-prefix 01234567890123456789012345678',
  ],
  ['-t raw -A PREROUTING -j CT --notrack', '-A PREROUTING -j CT --notrack'],
  ['-t raw -A PREROUTING -j NOTRACK', '-A PREROUTING -j NOTRACK'],
  ['-A INPUT -p icmp --icmp-type echo-request', '-A INPUT -p icmp -m icmp --icmp-type 8'],
  ['-A INPUT -p icmp --icmp-type 3/4', '-A INPUT -p icmp -m icmp --icmp-type 3/4'],
  ['-A INPUT -p icmp --icmp-type any', '-A INPUT -p icmp -m icmp --icmp-type any'],
  ['-A INPUT -p icmp --icmp-type destination-unreachable', '-A INPUT -p icmp -m icmp --icmp-type 3'],
  ['-A INPUT -p icmp --icmp-type fragmentation-needed', '-A INPUT -p icmp -m icmp --icmp-type 3/4'],
  ["-A INPUT -p icmp '!' --icmp-type 8", '-A INPUT -p icmp -m icmp ! --icmp-type 8'],
  ['-A INPUT -p icmp --icmp-type 11', '-A INPUT -p icmp -m icmp --icmp-type 11'],
  [
    '-A INPUT -m conntrack --ctorigsrc 10.0.0.0/8 --ctorigdstport 80 --ctdir REPLY --ctproto udp',
    '-A INPUT -m conntrack --ctproto 17 --ctorigsrc 10.0.0.0/8 --ctorigdstport 80 --ctdir REPLY',
  ],
  ['-A INPUT -m connmark --mark 1/0xff', '-A INPUT -m connmark --mark 0x1/0xff'],
  [
    '-t mangle -A INPUT -j CONNMARK --save-mark',
    '-A INPUT -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff',
  ],
  [
    '-t mangle -A INPUT -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xf0',
    '-A INPUT -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xf0',
  ],
  ['-t mangle -A INPUT -j CONNMARK --set-mark 5', '-A INPUT -j CONNMARK --set-xmark 0x5/0xffffffff'],
  [
    '-A INPUT -m addrtype --src-type LOCAL --limit-iface-in',
    '-A INPUT -m addrtype --src-type LOCAL --limit-iface-in',
  ],
  ['-A INPUT -m ttl --ttl-lt 5', '-A INPUT -m ttl --ttl-lt 5'],
  ['-A INPUT -m length --length 100:200', '-A INPUT -m length --length 100:200'],
  ['-A INPUT -m length --length 0:65535', '-A INPUT -m length --length 0:65535'],
  ['-A INPUT -m limit --limit 5/min --limit-burst 7', '-A INPUT -m limit --limit 5/min --limit-burst 7'],
  ['-A INPUT -m limit --limit 90/min', '-A INPUT -m limit --limit 90/min'],
  ['-A INPUT -m mac --mac-source aa:bb:cc:dd:ee:ff', '-A INPUT -m mac --mac-source aa:bb:cc:dd:ee:ff'],
  ['-A INPUT -m pkttype --pkt-type broadcast', '-A INPUT -m pkttype --pkt-type broadcast'],
  ['-t raw -A PREROUTING -m rpfilter --invert --loose', '-A PREROUTING -m rpfilter --loose --invert'],
  [
    '-A INPUT -m physdev --physdev-is-bridged --physdev-in vethwe+',
    '-A INPUT -m physdev --physdev-in vethwe+ --physdev-is-bridged',
  ],
  ['-A INPUT -s 10.1.2.3/255.255.0.0', '-A INPUT -s 10.1.0.0/16'],
  ['-A INPUT -s 10', '-A INPUT -s 10.0.0.0/32'],
  ['-A INPUT -d 10.1/16', '-A INPUT -d 10.1.0.0/16'],
  [
    '-t mangle -A FORWARD -p tcp -j TCPMSS --clamp-mss-to-pmtu',
    '-A FORWARD -p tcp -j TCPMSS --clamp-mss-to-pmtu',
  ],
  [
    '-t mangle -A FORWARD -p tcp --syn -j TCPMSS --set-mss 100',
    '-A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TCPMSS --set-mss 100',
  ],
  ['-t raw -A PREROUTING -j CT', '-A PREROUTING -j CT'],
  [
    '-A INPUT -m comment --comment a -m comment --comment b -j ACCEPT',
    '-A INPUT -m comment --comment a -m comment --comment b -j ACCEPT',
  ],
  [
    '-A INPUT -m recent --name KUBE --rcheck --seconds 10800 --reap -j ACCEPT',
    '-A INPUT -m recent --rcheck --seconds 10800 --reap --name KUBE --mask 255.255.255.255 --rsource -j ACCEPT',
  ],
  [
    '-A INPUT -m recent --set --name x --rdest',
    '-A INPUT -m recent --set --name x --mask 255.255.255.255 --rdest',
  ],
  [
    "-A INPUT -m recent '!' --update --seconds 5 --hitcount 2",
    '-A INPUT -m recent ! --update --seconds 5 --hitcount 2 --name DEFAULT --mask 255.255.255.255 --rsource',
  ],
  ['-A INPUT -m esp --espspi 1:5 -p esp', '-A INPUT -p esp -m esp --espspi 1:5'],
  ['-A INPUT -m policy --dir in --pol none', '-A INPUT -m policy --dir in --pol none'],
  [
    "-A INPUT -m iprange --src-range 1.1.1.1-1.1.1.9 '!' --dst-range 2.2.2.2",
    '-A INPUT -m iprange --src-range 1.1.1.1-1.1.1.9 ! --dst-range 2.2.2.2-2.2.2.2',
  ],
  ['-A INPUT -m state --state NEW,ESTABLISHED', '-A INPUT -m state --state NEW,ESTABLISHED'],
  ["-A INPUT -m state '!' --state INVALID", '-A INPUT -m state ! --state INVALID'],
  [
    '-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED,DNAT',
    '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED,DNAT',
  ],
  [
    "-A INPUT -m conntrack '!' --ctstate NEW --ctreplsrc 10.0.0.0/8",
    '-A INPUT -m conntrack ! --ctstate NEW --ctreplsrc 10.0.0.0/8',
  ],
  ['-t mangle -A PREROUTING -j MARK --or-mark 0x4000', '-A PREROUTING -j MARK --set-xmark 0x4000/0x4000'],
  ['-t mangle -A PREROUTING -j MARK --and-mark 0xff', '-A PREROUTING -j MARK --set-xmark 0x0/0xffffff00'],
  ['-t mangle -A PREROUTING -j MARK --xor-mark 0x1', '-A PREROUTING -j MARK --set-xmark 0x1/0x0'],
  ['-t mangle -A PREROUTING -j MARK --set-mark 0/0x18', '-A PREROUTING -j MARK --set-xmark 0x0/0x18'],
  ['-t mangle -A PREROUTING -j CHECKSUM --checksum-fill', '-A PREROUTING -j CHECKSUM --checksum-fill'],
  [
    '-t mangle -A POSTROUTING -p udp --dport 4789 -j CHECKSUM --checksum-fill',
    '-A POSTROUTING -p udp -m udp --dport 4789 -j CHECKSUM --checksum-fill',
  ],
  ['-t mangle -A PREROUTING -j CONNMARK --set-mark 1/0xff', '-A PREROUTING -j CONNMARK --set-xmark 0x1/0xff'],
  [
    '-t mangle -A PREROUTING -j CONNMARK --restore-mark --mask 0xf0',
    '-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xf0 --ctmask 0xf0',
  ],
  [
    '-t mangle -A PREROUTING -j CONNMARK --and-mark 0xf0',
    '-A PREROUTING -j CONNMARK --set-xmark 0x0/0xffffff0f',
  ],
  [
    "-A FORWARD -m addrtype '!' --dst-type LOCAL,BROADCAST",
    '-A FORWARD -m addrtype ! --dst-type LOCAL,BROADCAST',
  ],
  [
    '-A FORWARD -m statistic --mode random --probability 0.3',
    '-A FORWARD -m statistic --mode random --probability 0.29999999981',
  ],
  [
    '-A FORWARD -m statistic --mode nth --every 3 --packet 0',
    '-A FORWARD -m statistic --mode nth --every 3 --packet 0',
  ],
  ["-A FORWARD -m physdev '!' --physdev-is-bridged", '-A FORWARD -m physdev ! --physdev-is-bridged'],
  [
    "-A FORWARD -m physdev --physdev-is-in '--physdev-out=veth1'",
    '-A FORWARD -m physdev --physdev-is-in --physdev-out veth1',
  ],
  ["-A FORWARD -m comment --comment 'a\"b c'", '-A FORWARD -m comment --comment "a\\"b c"'],
  ['-A FORWARD -m comment --comment plain', '-A FORWARD -m comment --comment plain'],
  ["-A FORWARD -p tcp '!' --syn", '-A FORWARD -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN'],
  [
    '-A FORWARD -p tcp --tcp-flags ALL NONE',
    '-A FORWARD -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE',
  ],
  ['-A FORWARD -p tcp --tcp-option 8', '-A FORWARD -p tcp -m tcp --tcp-option 8'],
  [
    "-A FORWARD '!' -p tcp '!' -i eth0 '!' -o eth+ '!' -s 10.0.0.1 '!' -d 10.0.0.0/8",
    '-A FORWARD ! -s 10.0.0.1/32 ! -d 10.0.0.0/8 ! -i eth0 ! -o eth+ ! -p tcp',
  ],
  ['-A FORWARD -p TCP --destination-port 80 --jump ACCEPT', '-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT'],
  ['-A FORWARD -p all -s 0.0.0.0/0 -d 0/0', '-A FORWARD'],
  ['-A FORWARD -p 6', '-A FORWARD -p tcp'],
  ['-A FORWARD -p 143', '-A FORWARD -p ethernet'],
  ['-A FORWARD -p 144', '-A FORWARD -p 144'],
  ['-A FORWARD -p 51', '-A FORWARD -p ah'],
  ["-A FORWARD -m ttl '!' --ttl-eq 4", '-A FORWARD -m ttl ! --ttl-eq 4'],
  ["-A FORWARD -m pkttype '!' --pkt-type host", '-A FORWARD -m pkttype ! --pkt-type unicast'],
  ["-A FORWARD -m length '!' --length 100", '-A FORWARD -m length ! --length 100'],
  ['-A FORWARD -m limit --limit 10/hour', '-A FORWARD -m limit --limit 10/hour'],
  ['-A FORWARD -m limit --limit 1/s --limit-burst 5', '-A FORWARD -m limit --limit 1/sec'],
  [
    "-A FORWARD -m mac '!' --mac-source AA:BB:CC:00:00:01",
    '-A FORWARD -m mac ! --mac-source aa:bb:cc:00:00:01',
  ],
  ['-A FORWARD -p sctp --dport 5', '-A FORWARD -p sctp -m sctp --dport 5'],
  ["-A FORWARD -p tcp -m multiport '!' --ports 1,2:3", '-A FORWARD -p tcp -m multiport ! --ports 1,2:3'],
  ['-t raw -A PREROUTING -j TRACE', '-A PREROUTING -j TRACE'],
  [
    '-t nat -A PREROUTING -p udp -j DNAT --to-destination 10.0.0.1-10.0.0.3:53',
    '-A PREROUTING -p udp -j DNAT --to-destination 10.0.0.1-10.0.0.3:53',
  ],
  [
    '-t nat -A INPUT -j SNAT --to-source 1.2.3.4 --random-fully',
    '-A INPUT -j SNAT --to-source 1.2.3.4 --random-fully',
  ],
];

function withChains(): RecordedShell {
  const shell = recordedShell();
  shell.run('iptables -N A; iptables -N B; iptables -N U');
  return shell;
}

describe('rules round trip', () => {
  test.each(TAKEN)('iptables %s', (command, ...rules) => {
    const shell = withChains();
    expect(shell.run(`iptables ${command}`)).toMatchObject({ exitCode: 0, stderr: [] });
    const table = /^-t (\S+)/.exec(command)?.[1] ?? 'filter';
    const saved = shell.run(`iptables-save -t ${table}`).stdout.filter((line) => line.startsWith('-A '));
    expect(saved).toEqual(rules);
    // What was saved is read again as it stands.
    const again = recordedShell();
    const text = shell.run(`iptables-save -t ${table}`).stdout.join('\n');
    expect(runCommand(again.host, 'node-1', 'iptables-restore', text).exitCode).toBe(0);
    expect(again.run(`iptables-save -t ${table}`).stdout).toEqual(
      shell.run(`iptables-save -t ${table}`).stdout,
    );
  });
});
