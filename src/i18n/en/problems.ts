/** What is wrong with something that came from outside, and how to mend it. Codes: src/core/scenario/problems.ts. */
export default {
  problems: {
    tooLarge: {
      problem: 'The file has {{size}} characters; at most {{max}} are read.',
      mend: 'Keep a lab to what it is to show. The built-in ones have a few thousand characters.',
    },
    tooDeep: {
      problem: 'The document is nested more than {{max}} levels deep here.',
      mend: 'A lab needs six levels. Look for an opening bracket that is never closed.',
    },
    tooManyAliases: {
      problem: 'Its aliases (*name) expand to too much, or lead nowhere.',
      mend: 'Write the values out in place of the aliases.',
    },
    noLab: {
      problem: 'The file holds no document with “kind: Lab”.',
      mend: 'Begin it with “apiVersion: packetwalk/v1” and “kind: Lab”.',
    },
    severalLabs: {
      problem: 'The file holds more than one Lab (documents {{documents}}).',
      mend: 'Leave one Lab in the file and move the others to files of their own.',
    },
    notADocument: {
      problem: 'This document has no kind.',
      mend: 'Give it an apiVersion and a kind, or remove it. A line “---” begins a new document.',
    },
    unknownVersion: {
      problem: 'The apiVersion “{{found}}” is not known.',
      mend: 'Write one of: {{supported}}.',
    },
    yamlTab: {
      problem: 'A tab character indents this line.',
      mend: 'YAML is indented by spaces only: replace the tab.',
    },
    yamlIndent: {
      problem: 'The indentation does not fit at “{{near}}”.',
      mend: 'Give the items of one list and the fields of one mapping the same number of spaces.',
    },
    yamlBracket: {
      problem: 'A bracket, [ or {, is still open at “{{near}}”.',
      mend: 'Close it, or indent its further lines more deeply than the field it belongs to.',
    },
    yamlDuplicateKey: {
      problem: 'The field “{{near}}” stands here for the second time.',
      mend: 'Keep one of the two.',
    },
    yamlMissingCharacter: {
      problem: 'A character is missing at “{{near}}”.',
      mend: 'Look for a quote or bracket that is not closed, or a colon or space that is missing.',
    },
    yamlAlias: {
      problem: 'The alias “{{near}}” leads nowhere.',
      mend: 'Put a text that begins with * or & in quotes. An alias needs its anchor (&name) in front of it.',
    },
    yamlSyntax: {
      problem: 'This is not valid YAML, at “{{near}}” ({{code}}).',
      mend: 'Check indentation and colons, and put texts with special characters (: # [ ] { } & * ! | >) in quotes.',
    },
    unknownField: {
      problem: '“{{where}}” has no field “{{field}}”.',
      mend: 'Its fields are: {{fields}}.',
    },
    unknownFieldNearest: {
      problem: '“{{where}}” has no field “{{field}}”.',
      mend: 'Probably “{{nearest}}” is meant. Its fields are: {{fields}}.',
    },
    missingField: {
      problem: 'In “{{where}}” the field “{{field}}” is missing.',
      mend: 'Add “{{field}}:” with a value.',
    },
    expectedText: {
      problem: '“{{field}}” must be a text, but is {{found}}.',
      mend: 'Put the value in quotes.',
    },
    expectedNumber: {
      problem: '“{{field}}” must be a whole number, but is {{found}}.',
      mend: 'Write the number without quotes and without a fraction.',
    },
    expectedFlag: {
      problem: '“{{field}}” must be true or false, but is {{found}}.',
      mend: 'Write true or false without quotes.',
    },
    expectedList: {
      problem: '“{{field}}” must be a list, but is {{found}}.',
      mend: 'Begin each item with “- ”.',
    },
    expectedMapping: {
      problem: '“{{field}}” must have fields of its own, but is {{found}}.',
      mend: 'Write its fields below it, each as “name: value”, indented by two spaces more.',
    },
    expectedChoice: {
      problem: '“{{field}}” cannot be {{found}}.',
      mend: 'Write one of: {{choices}}.',
    },
    emptyText: {
      problem: '“{{field}}” is empty.',
      mend: 'Give it a value.',
    },
    tooLong: {
      problem: 'This text is longer than {{max}} characters.',
      mend: 'Shorten it, or split it over several commands.',
    },
    tooMany: {
      problem: '“{{field}}” has too many entries.',
      mend: 'At most {{max}} are allowed.',
    },
    outOfRange: {
      problem: '{{found}} is out of range for “{{field}}”.',
      mend: 'The limit is {{max}}.',
    },
    badName: {
      problem: '“{{found}}” cannot be a name.',
      mend: 'Use lower-case letters, digits and hyphens, at most 63 of them, with a letter or digit at both ends.',
    },
    badLanguage: {
      problem: '“{{field}}” has a language tag that is none.',
      mend: 'Use tags such as en or zh-CN.',
    },
    badCidr: {
      problem: '“{{found}}” is no range of IPv4 addresses.',
      mend: 'Write address/length, for example 10.244.0.0/16.',
    },
    badPath: {
      problem: '“{{found}}” cannot be the path of a file.',
      mend: 'Begin it with / and use letters, digits and . _ - @ only, for example /etc/cni/net.d/10-net.conflist.',
    },
    duplicateName: {
      problem: 'The name “{{name}}” is taken.',
      mend: 'Choose another one; names differ within a list.',
    },
    cableEnds: {
      problem: 'A cable has two ends, this one does not.',
      mend: 'Write “- [machine-a/eth0, machine-b/eth0]”.',
    },
    cableEndForm: {
      problem: '“{{end}}” is no end of a cable.',
      mend: 'Write machine/device, for example node-1/eth0. A device name has at most 15 characters.',
    },
    unknownMachine: {
      problem: 'There is no machine “{{machine}}”.',
      mend: 'The machines are: {{machines}}.',
    },
    unknownMachineNearest: {
      problem: 'There is no machine “{{machine}}”.',
      mend: 'Probably “{{nearest}}” is meant. The machines are: {{machines}}.',
    },
    cardTaken: {
      problem: 'The network card “{{end}}” already has a cable.',
      mend: 'Give this end another device name: each cable has cards of its own.',
    },
    noMachines: {
      problem: 'The lab has no machine.',
      mend: 'List machines below “machines:”, or name a physical network with “fabric: { kind: segment }”.',
    },
    badAllow: {
      problem: '“{{found}}” is nothing a filter knows.',
      mend: 'Write icmp, tcp/PORT, udp/PORT or protocol/NUMBER: tcp/179, udp/8472, protocol/4.',
    },
    fabricField: {
      problem: 'A fabric of kind “{{kind}}” has no setting “{{field}}”.',
      mend: 'It has: {{fields}}, and nodes.',
    },
    fabricRanges: {
      problem: 'A fabric of kind “{{kind}}” has {{min}} to {{max}} ranges, here are {{found}}.',
      mend: 'Give each segment one range, or leave “ranges” out.',
    },
    fabricRangeSmall: {
      problem: 'The range {{range}} is too small for {{nodes}} nodes, which begin at its 11th address.',
      mend: 'Take a larger range or fewer nodes.',
    },
    fabricRole: {
      problem: 'The machine “{{name}}” of the fabric is a {{role}}.',
      mend: 'Write “role: {{role}}”, or give the machine of your own another name.',
    },
    faultNowhere: {
      problem: 'The fault “{{name}}” cannot happen at {{at}}.',
      mend: 'Places where it can, once the lab is built: {{places}}.',
    },
    faultRefused: {
      problem:
        'The fault “{{name}}” could not be brought about at {{at}}: “{{command}}” answered “{{answer}}”.',
      mend: 'Choose another place, or change the machine so that the command works there.',
    },
    faultSilent: {
      problem:
        'The fault “{{name}}” could not be brought about at {{at}}: “{{command}}” ended with exit code {{exitCode}} and said nothing.',
      mend: 'Choose another place, or change the machine so that the command works there.',
    },
    setupForm: {
      problem:
        'This text spans several lines, but not as a literal block, so its commands would run together.',
      mend: 'Write “setup: |” and put one command on each line below it.',
    },
    unknownNetns: {
      problem: 'Once everything is set up there is no netns “{{netns}}”.',
      mend: 'Make it with “ip netns add {{netns}}” in the set-up of a machine, or name a machine.',
    },
    unknownNetnsNearest: {
      problem: 'Once everything is set up there is no netns “{{netns}}”.',
      mend: 'Probably “{{nearest}}” is meant.',
    },
    manifestNoCluster: {
      problem: 'A {{kind}} needs a cluster, and this lab has none.',
      mend: 'Give the Lab document a “spec.cluster”, or remove this document.',
    },
    manifestNode: {
      problem: 'A Node cannot be applied: nodes are described in the Lab document.',
      mend: 'Remove this document and add a machine with “role: node” to “spec.machines”. Its kubelet registers the Node.',
    },
    manifestKind: {
      problem: 'The API server does not know this: {{words}}',
      mend: 'It knows {{kinds}}.',
    },
    manifestKindNearest: {
      problem: 'The API server does not know this: {{words}}',
      mend: 'Probably {{nearest}} is meant. It knows {{kinds}}.',
    },
    manifestVersion: {
      problem: 'The API server does not know this: {{words}}',
      mend: 'Write “apiVersion: {{apiVersion}}” for a {{kind}}.',
    },
    manifestField: {
      problem: 'The API server refuses a field it does not know: {{words}}',
      mend: 'Remove it. The fields here are: {{fields}}.',
    },
    manifestFieldNearest: {
      problem: 'The API server refuses a field it does not know: {{words}}',
      mend: 'Probably “{{nearest}}” is meant. The fields here are: {{fields}}.',
    },
    manifestType: {
      problem: 'The API server cannot read “{{field}}”: {{words}}',
      mend: 'Give it a value of the type that stands at the end of this message. Texts that look like numbers or true/false need quotes.',
    },
    manifestInvalid: {
      problem: 'The API server refuses “{{field}}”: {{words}}',
      mend: 'Correct this value. The words are those of a real API server.',
    },
    manifestTwice: {
      problem: 'The {{kind}} “{{name}}” is already in document {{document}}.',
      mend: 'Keep one of the two, or give this one another name or namespace.',
    },
    manifestRefused: {
      problem: 'The API server refuses the {{kind}} “{{name}}”: {{answer}}',
      mend: 'Correct this document. The order counts: a namespace has to come before what is in it.',
    },
    tooManyManifests: {
      problem: 'The file holds {{found}} manifests; at most {{max}} are applied.',
      mend: 'Use a Deployment with many replicas in place of many pods.',
    },
    clusterNoNode: {
      problem: 'The cluster has no node to begin with.',
      mend: 'Give at least one machine “role: node”, without “joins: false”.',
    },
    cidrMask: {
      problem:
        "A node's range (/{{mask}}) is larger than the cluster's range {{range}}: kube-controller-manager does not start.",
      mend: 'Make “nodeCIDRMaskSize” at least {{len}}, or widen “podCIDR”.',
    },
    cidrMaskDifference: {
      problem:
        'The range {{range}} would be cut into more than 65536 pieces of /{{mask}}: kube-controller-manager does not start.',
      mend: 'Make “nodeCIDRMaskSize” at most 16 longer than the {{len}} of “podCIDR”.',
    },
    cidrsFew: {
      problem:
        '{{range}} gives {{ranges}} ranges of /{{mask}}, and there are {{nodes}} nodes: the last ones get none.',
      mend: 'If that is not what the lab is to show, widen “podCIDR” or make “nodeCIDRMaskSize” longer.',
    },
    cidrOverlap: {
      problem:
        "The pods' range {{range}} overlaps the network {{own}} that {{machine}} has at {{dev}}: some addresses mean two things.",
      mend: 'If that is not what the lab is to show, choose a range that no machine is in.',
    },
    policyNotEnforced: {
      problem:
        'Nobody enforces the NetworkPolicy {{name}}: the API server keeps it, and with the network “{{network}}” no agent on the nodes reads it. All traffic passes.',
      mend: 'If it is to act, choose a network that enforces policies: calico or canal.',
    },
    unknownDefault: {
      problem: 'The choice has no option “{{found}}”.',
      mend: 'Write one of: {{choices}}.',
    },
    unknownPatched: {
      problem: 'The file has no {{kind}} “{{name}}” that could be patched.',
      mend: 'Name a manifest of this file by kind, name and namespace.',
    },
    unknownChoice: {
      problem: 'There is nothing called “{{found}}” to choose in this lab.',
      mend: 'Its choices are: {{choices}}.',
    },
    unknownOption: {
      problem: 'The choice “{{choice}}” has no option “{{found}}”.',
      mend: 'Its options are: {{choices}}.',
    },
    commandRefused: {
      problem: 'In {{netns}} the command “{{command}}” was refused: {{answer}}',
      mend: 'Correct this line. The answer is the one the real tool gives.',
    },
    commandSilent: {
      problem: 'In {{netns}} the command “{{command}}” ended with exit code {{exitCode}} and said nothing.',
      mend: 'Correct this line, or leave it out.',
    },
    commandUnknown: {
      problem: 'There is no command “{{name}}”.',
      mend: 'Labs are set up with ip, bridge, sysctl and wg; kubectl, systemctl, ping, ncat and echo are there as well.',
    },
    commandDevice: {
      problem: 'In {{netns}} the command “{{command}}” names a device that is not there: {{device}}',
      mend: 'Make the device in an earlier line, or check its name and the netns it is in.',
    },
    commandNetns: {
      problem: 'The command “{{command}}” enters a netns that {{netns}} does not have: {{name}}',
      mend: 'Add “ip netns add {{name}}” in an earlier line of the same machine.',
    },
    commandNotYet: {
      problem: 'The command “{{command}}” asks for something the simulator does not have: {{answer}}',
      mend: 'Leave it out, or do it another way.',
    },
    shareTooLong: {
      problem: 'The address is {{size}} characters long; at most {{max}} are read.',
      mend: 'Share a lab with fewer commands typed in it.',
    },
    shareForm: {
      problem: 'This is not the address of a lab.',
      mend: 'An address looks like #/lab/flannel-vxlan. Copy it again as a whole.',
    },
    shareInput: {
      problem: 'Command {{number}} of the address cannot be read.',
      mend: 'Copy the address again as a whole; part of it was lost or changed.',
    },
    shareTooManyInputs: {
      problem: 'The address holds {{count}} commands; at most {{max}} are read.',
      mend: 'Share a lab with fewer commands typed in it.',
    },
    shareOrder: {
      problem: 'Command {{number}} of the address comes before the one in front of it.',
      mend: 'Copy the address again as a whole; part of it was lost or changed.',
    },
    shareChoice: {
      problem: 'What the address chooses for the lab cannot be read.',
      mend: 'Copy the address again as a whole, or take away “pick=” and what follows it up to the next &.',
    },
    shareCursor: {
      problem: 'The moment that the address points to cannot be read.',
      mend: 'Copy the address again as a whole, or take away everything from “&at=”.',
    },
    shareLab: {
      problem: 'The lab in this address cannot be read.',
      mend: 'Copy the address again as a whole; part of it was lost or changed. A long lab is better sent as a file.',
    },
    shareLabTooLarge: {
      problem: 'The lab in this address is longer than {{max}} characters.',
      mend: 'Ask for a shorter lab: no lab that works is this long.',
    },
  },
} as const;
