/** 外部输入有什么问题、怎样修正。代码见 src/core/scenario/problems.ts。 */
import type en from '../en/problems';
import type { CatalogueOf } from '../catalogue';

const problems: CatalogueOf<typeof en> = {
  problems: {
    tooLarge: {
      problem: '文件有 {{size}} 个字符，最多读取 {{max}} 个。',
      mend: '实验只保留要展示的内容即可，内置实验一般只有几千个字符。',
    },
    tooDeep: {
      problem: '文档在这里的嵌套超过了 {{max}} 层。',
      mend: '实验文件六层就够了，请检查是否有未闭合的括号。',
    },
    tooManyAliases: {
      problem: '文档中的别名（*name）展开后过大，或者指向不存在的锚点。',
      mend: '请把别名替换成实际的值。',
    },
    noLab: {
      problem: '文件中没有“kind: Lab”的文档。',
      mend: '请以“apiVersion: packetwalk/v1”和“kind: Lab”开头。',
    },
    severalLabs: {
      problem: '文件中有不止一个 Lab（文档 {{documents}}）。',
      mend: '一个文件只保留一个 Lab，其余的请移到单独的文件。',
    },
    notADocument: {
      problem: '这个文档没有 kind 字段。',
      mend: '请加上 apiVersion 和 kind，或者删除它。“---”一行表示新文档开始。',
    },
    unknownVersion: {
      problem: '无法识别的 apiVersion：“{{found}}”。',
      mend: '可用的版本：{{supported}}。',
    },
    yamlTab: {
      problem: '这一行用了制表符缩进。',
      mend: 'YAML 只能用空格缩进，请把制表符换成空格。',
    },
    yamlIndent: {
      problem: '“{{near}}”处的缩进不对。',
      mend: '同一列表的各项、同一映射的各字段，缩进的空格数必须相同。',
    },
    yamlBracket: {
      problem: '到“{{near}}”为止，括号 [ 或 { 仍未闭合。',
      mend: '请闭合括号，或让后续各行比所属字段缩进得更深。',
    },
    yamlDuplicateKey: {
      problem: '字段“{{near}}”在这里重复出现。',
      mend: '请只保留其中一个。',
    },
    yamlMissingCharacter: {
      problem: '“{{near}}”处缺少字符。',
      mend: '请检查是否有未闭合的引号或括号，或者漏了冒号、空格。',
    },
    yamlAlias: {
      problem: '别名“{{near}}”没有对应的锚点。',
      mend: '以 * 或 & 开头的文本请加引号；别名之前必须先有锚点（&name）。',
    },
    yamlSyntax: {
      problem: '“{{near}}”处不是合法的 YAML（{{code}}）。',
      mend: '请检查缩进和冒号；含特殊字符（: # [ ] { } & * ! | >）的文本请加引号。',
    },
    unknownField: {
      problem: '“{{where}}”没有字段“{{field}}”。',
      mend: '可用的字段：{{fields}}。',
    },
    unknownFieldNearest: {
      problem: '“{{where}}”没有字段“{{field}}”。',
      mend: '是否想写“{{nearest}}”？可用的字段：{{fields}}。',
    },
    missingField: {
      problem: '“{{where}}”缺少字段“{{field}}”。',
      mend: '请补上“{{field}}:”及其值。',
    },
    expectedText: {
      problem: '“{{field}}”应为文本，实际是 {{found}}。',
      mend: '请给这个值加上引号。',
    },
    expectedNumber: {
      problem: '“{{field}}”应为整数，实际是 {{found}}。',
      mend: '请直接写数字，不加引号，不带小数。',
    },
    expectedFlag: {
      problem: '“{{field}}”只能是 true 或 false，现在是 {{found}}。',
      mend: '请写 true 或 false，不加引号。',
    },
    expectedList: {
      problem: '“{{field}}”应为列表，实际是 {{found}}。',
      mend: '列表的每一项以“- ”开头。',
    },
    expectedMapping: {
      problem: '“{{field}}”应包含若干字段，实际是 {{found}}。',
      mend: '请在它下面多缩进两个空格，按“字段: 值”逐行书写。',
    },
    expectedChoice: {
      problem: '“{{field}}”不能是 {{found}}。',
      mend: '可选的值：{{choices}}。',
    },
    emptyText: {
      problem: '“{{field}}”是空的。',
      mend: '请填写它的值。',
    },
    tooLong: {
      problem: '这段文本超过了 {{max}} 个字符。',
      mend: '请缩短它，或者拆成多条命令。',
    },
    tooMany: {
      problem: '“{{field}}”的条目太多。',
      mend: '最多允许 {{max}} 个。',
    },
    outOfRange: {
      problem: '“{{field}}”的值 {{found}} 超出范围。',
      mend: '界限是 {{max}}。',
    },
    badName: {
      problem: '“{{found}}”不能用作名称。',
      mend: '名称只能包含小写字母、数字和连字符，最多 63 个字符，首尾必须是字母或数字。',
    },
    badLanguage: {
      problem: '“{{field}}”中有不合法的语言标签。',
      mend: '请使用 en、zh-CN 这样的标签。',
    },
    badCidr: {
      problem: '“{{found}}”不是 IPv4 网段。',
      mend: '请写成“地址/前缀长度”，例如 10.244.0.0/16。',
    },
    badPath: {
      problem: '“{{found}}”不能作为文件路径。',
      mend: '路径以 / 开头，只能用字母、数字和 . _ - @，例如 /etc/cni/net.d/10-net.conflist。',
    },
    duplicateName: {
      problem: '名称“{{name}}”已被占用。',
      mend: '请换一个，同一列表中的名称不能重复。',
    },
    cableEnds: {
      problem: '网线应有两端，这一条不是。',
      mend: '请写成“- [machine-a/eth0, machine-b/eth0]”。',
    },
    cableEndForm: {
      problem: '“{{end}}”不是合法的网线端点。',
      mend: '请写成“机器/设备”，例如 node-1/eth0。设备名最多 15 个字符。',
    },
    unknownMachine: {
      problem: '没有名为“{{machine}}”的机器。',
      mend: '现有的机器：{{machines}}。',
    },
    unknownMachineNearest: {
      problem: '没有名为“{{machine}}”的机器。',
      mend: '是否想写“{{nearest}}”？现有的机器：{{machines}}。',
    },
    cardTaken: {
      problem: '网卡“{{end}}”已经接了网线。',
      mend: '请给这一端换一个设备名：每条网线的两端都要有各自的网卡。',
    },
    noMachines: {
      problem: '实验中没有机器。',
      mend: '请在“machines:”下列出机器，或用“fabric: { kind: segment }”指定一个物理网络。',
    },
    badAllow: {
      problem: '过滤规则不认识“{{found}}”。',
      mend: '请写 icmp、tcp/端口、udp/端口或 protocol/编号，例如 tcp/179、udp/8472、protocol/4。',
    },
    fabricField: {
      problem: '“{{kind}}”类型的物理网络没有“{{field}}”这一设置。',
      mend: '它的设置有：{{fields}}，以及 nodes。',
    },
    fabricRanges: {
      problem: '“{{kind}}”类型的物理网络有 {{min}} 到 {{max}} 个网段，这里写了 {{found}} 个。',
      mend: '请给每个网段写一个范围，或省略“ranges”。',
    },
    fabricRangeSmall: {
      problem: '网段 {{range}} 容不下 {{nodes}} 个节点（从第 11 个地址开始分配）。',
      mend: '请换更大的网段，或减少节点。',
    },
    fabricRole: {
      problem: '物理网络中的机器“{{name}}”的角色是 {{role}}。',
      mend: '请写“role: {{role}}”，或给自己的机器换一个名称。',
    },
    faultNowhere: {
      problem: '故障“{{name}}”不可能发生在 {{at}}。',
      mend: '实验搭建完成后，它可以发生在：{{places}}。',
    },
    faultRefused: {
      problem: '故障“{{name}}”无法在 {{at}} 造成：“{{command}}”返回“{{answer}}”。',
      mend: '请换一个位置，或修改机器的设置，使该命令在那里能够执行。',
    },
    faultSilent: {
      problem: '故障“{{name}}”无法在 {{at}} 造成：“{{command}}”以退出码 {{exitCode}} 结束，没有任何输出。',
      mend: '请换一个位置，或修改机器的设置，使该命令在那里能够执行。',
    },
    setupForm: {
      problem: '这段文本跨多行，却不是字面量块，其中的命令会被连成一行。',
      mend: '请写成“setup: |”，并在下面每行写一条命令。',
    },
    unknownNetns: {
      problem: '全部设置完成后，没有名为“{{netns}}”的 netns。',
      mend: '请在某台机器的 setup 中用“ip netns add {{netns}}”创建它，或者填写机器名。',
    },
    unknownNetnsNearest: {
      problem: '全部设置完成后，没有名为“{{netns}}”的 netns。',
      mend: '是否想写“{{nearest}}”？',
    },
    manifestNoCluster: {
      problem: '{{kind}} 需要集群，而这个实验没有集群。',
      mend: '请在 Lab 文档中加上“spec.cluster”，或删除这个文档。',
    },
    manifestNode: {
      problem: '不能通过清单创建 Node：节点在 Lab 文档中描述。',
      mend: '请删除这个文档，并在“spec.machines”中加一台“role: node”的机器，由它的 kubelet 注册 Node。',
    },
    manifestKind: {
      problem: 'API server 不认识这种资源：{{words}}',
      mend: '支持的资源：{{kinds}}。',
    },
    manifestKindNearest: {
      problem: 'API server 不认识这种资源：{{words}}',
      mend: '是不是想写 {{nearest}}？支持的资源：{{kinds}}。',
    },
    manifestVersion: {
      problem: 'API server 不认识这种资源：{{words}}',
      mend: '{{kind}} 请写“apiVersion: {{apiVersion}}”。',
    },
    manifestField: {
      problem: 'API server 拒绝了未知字段：{{words}}',
      mend: '请删除它。这里可用的字段：{{fields}}。',
    },
    manifestFieldNearest: {
      problem: 'API server 拒绝了未知字段：{{words}}',
      mend: '是不是想写“{{nearest}}”？这里可用的字段：{{fields}}。',
    },
    manifestType: {
      problem: 'API server 无法解析“{{field}}”：{{words}}',
      mend: '请把值改成消息末尾给出的类型。看起来像数字或 true/false 的文本要加引号。',
    },
    manifestInvalid: {
      problem: 'API server 拒绝了“{{field}}”：{{words}}',
      mend: '请改正这个值，消息原文与真实的 API server 一致。',
    },
    manifestTwice: {
      problem: '{{kind}}“{{name}}”在文档 {{document}} 中已经有了。',
      mend: '请只保留一个，或者换一个名称或命名空间。',
    },
    manifestRefused: {
      problem: 'API server 拒绝了 {{kind}}“{{name}}”：{{answer}}',
      mend: '请改正这个文档。注意顺序：Namespace 要写在它所包含的对象之前。',
    },
    tooManyManifests: {
      problem: '文件中有 {{found}} 个清单，最多应用 {{max}} 个。',
      mend: '需要大量 Pod 时，请用一个副本数较多的 Deployment。',
    },
    clusterNoNode: {
      problem: '集群一开始就没有节点。',
      mend: '请至少为一台机器设置“role: node”，并且不要写“joins: false”。',
    },
    cidrMask: {
      problem: '节点网段（/{{mask}}）比集群网段 {{range}} 还大，kube-controller-manager 无法启动。',
      mend: '请把“nodeCIDRMaskSize”设为不小于 {{len}}，或扩大“podCIDR”。',
    },
    cidrMaskDifference: {
      problem: '网段 {{range}} 会被切成 65536 个以上的 /{{mask}}，kube-controller-manager 无法启动。',
      mend: '“nodeCIDRMaskSize”最多只能比“podCIDR”的前缀长度 {{len}} 大 16。',
    },
    cidrsFew: {
      problem:
        '{{range}} 只能切出 {{ranges}} 个 /{{mask}} 网段，而节点有 {{nodes}} 个：最后的节点分不到网段。',
      mend: '如果这不是实验想展示的情况，请扩大“podCIDR”，或增大“nodeCIDRMaskSize”。',
    },
    cidrOverlap: {
      problem: 'Pod 网段 {{range}} 与 {{machine}} 的 {{dev}} 所在网段 {{own}} 重叠，部分地址会有两种含义。',
      mend: '如果这不是实验想展示的情况，请换一个与所有机器都不重叠的网段。',
    },
    policyNotEnforced: {
      problem:
        '没有组件执行 NetworkPolicy {{name}}：API server 会保存它，但使用网络方案“{{network}}”时，节点上没有任何代理读取它，所有流量都会通过。',
      mend: '如果希望它生效，请选择能执行策略的网络方案：calico 或 canal。',
    },
    unknownDefault: {
      problem: '这个选择项中没有“{{found}}”。',
      mend: '可选：{{choices}}。',
    },
    unknownPatched: {
      problem: '文件中没有可供修改的 {{kind}}“{{name}}”。',
      mend: '请用 kind、名称和命名空间指明本文件中的一个清单。',
    },
    unknownChoice: {
      problem: '这个实验没有名为“{{found}}”的选择项。',
      mend: '可用的选择项：{{choices}}。',
    },
    unknownOption: {
      problem: '选择项“{{choice}}”没有“{{found}}”这个选项。',
      mend: '可选：{{choices}}。',
    },
    commandRefused: {
      problem: '在 {{netns}} 中执行“{{command}}”被拒绝：{{answer}}',
      mend: '请修改这一行。报错内容与真实工具的输出一致。',
    },
    commandSilent: {
      problem: '在 {{netns}} 中执行“{{command}}”以退出码 {{exitCode}} 结束，没有任何输出。',
      mend: '请修改这一行，或去掉它。',
    },
    commandUnknown: {
      problem: '没有“{{name}}”这个命令。',
      mend: '实验用 ip、bridge、sysctl 和 wg 搭建，另有 kubectl、systemctl、ping、ncat 和 echo 可用。',
    },
    commandDevice: {
      problem: '在 {{netns}} 中执行“{{command}}”时找不到设备：{{device}}',
      mend: '请在前面的行中创建该设备，或检查设备名以及它所在的 netns。',
    },
    commandNetns: {
      problem: '“{{command}}”要进入的 netns 在 {{netns}} 上不存在：{{name}}',
      mend: '请在同一台机器前面的行中加上“ip netns add {{name}}”。',
    },
    commandNotYet: {
      problem: '“{{command}}”用到了模拟器没有的功能：{{answer}}',
      mend: '请去掉它，或者换一种做法。',
    },
    shareTooLong: {
      problem: '地址长 {{size}} 个字符，最多读取 {{max}} 个。',
      mend: '请减少实验中输入的命令后再分享。',
    },
    shareForm: {
      problem: '这不是实验的地址。',
      mend: '地址形如 #/lab/flannel-vxlan，请重新完整复制。',
    },
    shareInput: {
      problem: '地址中的第 {{number}} 条命令无法读取。',
      mend: '地址可能不完整或被改动过，请重新完整复制。',
    },
    shareTooManyInputs: {
      problem: '地址中有 {{count}} 条命令，最多读取 {{max}} 条。',
      mend: '请减少实验中输入的命令后再分享。',
    },
    shareOrder: {
      problem: '地址中第 {{number}} 条命令的时间早于前一条。',
      mend: '地址可能不完整或被改动过，请重新完整复制。',
    },
    shareChoice: {
      problem: '无法读取地址中为实验所做的选择。',
      mend: '请重新完整复制地址，或删掉“pick=”到下一个 & 之间的内容。',
    },
    shareCursor: {
      problem: '无法读取地址所指向的时刻。',
      mend: '请重新完整复制地址，或者删去“&at=”及其后的内容。',
    },
    shareLab: {
      problem: '无法读取地址中的实验。',
      mend: '地址可能不完整或被改动过，请重新完整复制。较长的实验更适合以文件形式发送。',
    },
    shareLabTooLarge: {
      problem: '地址中的实验超过了 {{max}} 个字符。',
      mend: '请索取更短的实验，能运行的实验不会这么长。',
    },
  },
};

export default problems;
