/** What is the matter with a rule, in iptables' words. Source: iptables 1.8.11 libxtables/xtables.c, iptables/xshared.c. */
import type { RuleFault } from '../../../kernel/netfilter/text.rule';

/** The sentence behind the name and version of the tool. */
export function faultText({ what, why }: RuleFault): string {
  const [option = '', word = ''] = what.replace(/^! /, '').split(' ');
  switch (why) {
    case 'unknown':
      if (option === '-m') return `Couldn't load match \`${word}':No such file or directory`;
      if (option === '-j' || option === '-g')
        return `Couldn't load target \`${word}':No such file or directory`;
      return option.startsWith('-') ? `unknown option "${option}"` : `Bad argument \`${what}'`;
    case 'bad-value':
      return option === '-s' || option === '-d'
        ? `host/network \`${word}' not found`
        : `bad value for option "${option}", or out of range`;
    case 'missing-option':
      return `${word}: option required`;
    case 'wrong-table':
      return `target ${word} is not for this table`;
    case 'wrong-protocol':
      return `${word}: needs another protocol (-p)`;
    case 'no-chain':
      return `goto '${word || what}' is not a chain`;
  }
}
