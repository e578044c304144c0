import { describe, expect, it } from 'vitest';
import { writeFile } from '../../kernel/ops/file';
import { net, type Net } from '../../testing/net';

const SCRIPT = `add table inet m { comment "Masquerading for plugins" ; }
add chain inet m masq_checks { comment "Masq traffic" ; }
add chain inet m postrouting { type nat hook postrouting priority 100 ; }
add rule inet m postrouting ip daddr == 224.0.0.0/4  return
add rule inet m postrouting ip6 daddr == ff00::/8  return
add rule inet m postrouting goto masq_checks
add rule inet m masq_checks ip saddr == 192.168.1.2 ip daddr != 192.168.1.0/24 masquerade comment "6fd, net: unit"
add rule inet m masq_checks ip6 saddr == 2001:db8::2 ip6 daddr != 2001:db8::/64 masquerade fully-random
add table ip t
add chain ip t pre { type nat hook prerouting priority dstnat + 5; policy accept; comment "hey" ; }
add chain ip t forw { type filter hook forward priority filter - 20; policy drop; }
add chain ip t raw { type filter hook prerouting priority -300; }
add chain ip t u
add rule ip t pre tcp dport 8080 dnat to 10.0.0.2:80
add rule ip t pre tcp dport { 80, 443 } counter accept
add rule ip t pre udp dport 1000-2000 dnat 10.0.0.3
add rule ip t pre fib daddr type local jump u
add rule ip t forw ct state established,related accept
add rule ip t forw ct state new counter packets 5 bytes 300 accept
add rule ip t forw iifname "eth0" oifname != "eth1" drop
add rule ip t forw meta mark 0x4000 return
add rule ip t forw meta mark and 0x4000 == 0x4000 return
add rule ip t forw meta mark != 0 return
add rule ip t forw meta mark set 0x10
add rule ip t forw ip protocol icmp accept
add rule ip t forw meta l4proto tcp accept
add rule ip t forw ip saddr { 10.0.0.1, 10.0.1.0/24 } accept
add rule ip t forw tcp dport != 22 continue
add rule ip t forw counter`;

// As nft 1.0.6 lists the script above.
const LISTED = `table inet m {
	comment "Masquerading for plugins"
	chain masq_checks {
		comment "Masq traffic"
		ip saddr 192.168.1.2 ip daddr != 192.168.1.0/24 masquerade comment "6fd, net: unit"
		ip6 saddr 2001:db8::2 ip6 daddr != 2001:db8::/64 masquerade fully-random
	}

	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip daddr 224.0.0.0/4 return
		ip6 daddr ff00::/8 return
		goto masq_checks
	}
}
table ip t {
	chain pre {
		comment "hey"
		type nat hook prerouting priority dstnat + 5; policy accept;
		tcp dport 8080 dnat to 10.0.0.2:80
		tcp dport { 80, 443 } counter packets 0 bytes 0 accept
		udp dport 1000-2000 dnat to 10.0.0.3
		fib daddr type local jump u
	}

	chain forw {
		type filter hook forward priority -20; policy drop;
		ct state established,related accept
		ct state new counter packets 5 bytes 300 accept
		iifname "eth0" oifname != "eth1" drop
		meta mark 0x00004000 return
		meta mark & 0x00004000 == 0x00004000 return
		meta mark != 0x00000000 return
		meta mark set 0x00000010
		ip protocol icmp accept
		meta l4proto tcp accept
		ip saddr { 10.0.0.1, 10.0.1.0/24 } accept
		tcp dport != 22 continue
		counter packets 0 bytes 0
	}

	chain raw {
		type filter hook prerouting priority raw; policy accept;
	}

	chain u {
	}
}`;

function host(script = SCRIPT): Net {
  const lab = net().machines('h');
  for (const line of script.split('\n')) lab.type('h', `nft '${line}'`);
  return lab;
}

function writeRules(lab: Net, text: string): void {
  const { ctx } = lab.simulation;
  writeFile(ctx, ctx.own(0), '/rules', text);
}

describe('list', () => {
  it('prints what was added, in its own words', () => {
    expect(host().printed('h', 'nft list ruleset')).toEqual(LISTED.split('\n'));
  });

  it('prints what can be read again', () => {
    const lab = net().machines('h');
    writeRules(lab, LISTED);
    lab.type('h', 'nft -f /rules');
    expect(lab.printed('h', 'nft list ruleset')).toEqual(LISTED.split('\n'));
  });

  it('names tables and chains, one table, one chain, with handles', () => {
    const lab = host();
    expect(lab.printed('h', 'nft list tables')).toEqual(['table inet m', 'table ip t']);
    expect(lab.printed('h', 'nft -a list table inet m')).toEqual([
      'table inet m { # handle 1',
      '\tcomment "Masquerading for plugins"',
      '\tchain masq_checks { # handle 1',
      '\t\tcomment "Masq traffic"',
      '\t\tip saddr 192.168.1.2 ip daddr != 192.168.1.0/24 masquerade comment "6fd, net: unit" # handle 6',
      '\t\tip6 saddr 2001:db8::2 ip6 daddr != 2001:db8::/64 masquerade fully-random # handle 7',
      '\t}',
      '',
      '\tchain postrouting { # handle 2',
      '\t\ttype nat hook postrouting priority srcnat; policy accept;',
      '\t\tip daddr 224.0.0.0/4 return # handle 3',
      '\t\tip6 daddr ff00::/8 return # handle 4',
      '\t\tgoto masq_checks # handle 5',
      '\t}',
      '}',
    ]);
    lab.type('h', 'nft delete rule inet m masq_checks handle 7');
    expect(lab.printed('h', 'nft list chain inet m masq_checks')).toEqual([
      'table inet m {',
      '\tchain masq_checks {',
      '\t\tcomment "Masq traffic"',
      '\t\tip saddr 192.168.1.2 ip daddr != 192.168.1.0/24 masquerade comment "6fd, net: unit"',
      '\t}',
      '}',
    ]);
    lab.type('h', 'nft flush table inet m').type('h', 'nft delete chain inet m postrouting');
    expect(lab.printed('h', 'nft list table inet m')).toEqual([
      'table inet m {',
      '\tcomment "Masquerading for plugins"',
      '\tchain masq_checks {',
      '\t\tcomment "Masq traffic"',
      '\t}',
      '}',
    ]);
    lab.type('h', 'nft flush ruleset');
    expect(lab.printed('h', 'nft list ruleset')).toEqual([]);
  });
});

describe('errors', () => {
  // As nft 1.0.6 prints them.
  it.each([
    [
      'delete table inet nope',
      'Error: Could not process rule: No such file or directory',
      '                  ^^^^',
    ],
    ['create table ip t', 'Error: Could not process rule: File exists', '                ^'],
    [
      'delete rule inet m postrouting handle 99',
      'Error: Could not process rule: No such file or directory',
      '                                      ^^',
    ],
    [
      'delete chain inet m masq_checks',
      'Error: Could not process rule: Device or resource busy',
      '                    ^^^^^^^^^^^',
    ],
    ['list chain inet m nope', 'Error: No such file or directory', '                  ^^^^'],
  ])('%s', (command, message, carets) => {
    const said = host().ask('h', `nft ${command}`);
    expect(said).toMatchObject({ exitCode: 1, stderr: [message, command, carets] });
  });

  it('of a file with its line; nothing of it is done', () => {
    const lab = net().machines('h');
    writeRules(lab, 'add table ip q\nadd rule ip q nope accept');
    expect(lab.ask('h', 'nft -f /rules')).toMatchObject({
      exitCode: 1,
      stderr: [
        '/rules:2:15-18: Error: Could not process rule: No such file or directory',
        'add rule ip q nope accept',
        '              ^^^^',
      ],
    });
    expect(lab.printed('h', 'nft list tables')).toEqual([]);
  });

  it('no rule goes where its statement makes no sense, or in circles', () => {
    const lab = host();
    const refused = (command: string): string | undefined => lab.ask('h', `nft '${command}'`).stderr[0];
    expect(refused('add rule ip t forw ip saddr 1.2.3.4 masquerade')).toBe(
      'Error: Could not process rule: Operation not supported',
    );
    expect(refused('add chain inet m x { type nat hook forward priority 0; }')).toBe(
      'Error: Could not process rule: Operation not supported',
    );
    expect(refused('add rule ip t u goto u')).toMatch(/^Error: Could not process rule: /);
    expect(refused('add rule inet m postrouting goto nope')).toMatch(/No such file or directory$/);
  });

  it.each([
    ['add rule ip t u ip ttl 4 drop', "packetwalk: 'nft … ip ttl' is not in this lab yet"],
    ['add rule ip t u ct mark 1 accept', "packetwalk: 'nft … ct mark' is not in this lab yet"],
    ['add rule ip t u reject', "packetwalk: 'nft … reject' is not in this lab yet"],
    ['add rule ip t u ip saddr @blocked drop', "packetwalk: 'nft … the set @blocked' is not in this lab yet"],
    ['add table netdev x', "packetwalk: 'nft … the family netdev' is not in this lab yet"],
    ['add set ip t s { type ipv4_addr; }', "packetwalk: 'nft … add set' is not in this lab yet"],
    ['-j list ruleset', "packetwalk: 'nft -j' is not in this lab yet"],
  ])('%s: not yet', (command, text) => {
    const quoted = command.startsWith('-') ? command : `'${command}'`;
    expect(host().ask('h', `nft ${quoted}`).stderr).toEqual([text]);
  });
});
