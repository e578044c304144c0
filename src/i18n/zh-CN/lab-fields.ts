/** 实验文件各字段的说明，以 schema 中的英文原文为键。 */
const fields: Readonly<Record<string, string>> = {
  'Version of this format.': '本格式的版本。',
  'Exactly one document of a file is the Lab.': '一个文件中有且只有一个 Lab 文档。',
  "The lab's id: the name of its folder, and its name in shared addresses.":
    '实验的标识：既是目录名，也是分享地址中的名称。',
  'A few words.': '几个词即可。',
  'English; always there.': '英文，必填。',
  'One or two sentences: what is there to be seen.': '一两句话，说明能看到什么。',
  'Seed of everything random.': '所有随机量的种子。',
  'The machines, in order of creation. One with the name of a machine of the fabric adds its files and commands to that.':
    '机器列表，按创建顺序排列。与物理网络中的机器同名时，把这里的文件和命令加到那台机器上。',
  'A physical network by name: nodes, switches, routers and the cables between them are made of it.':
    '按名称指定的物理网络：节点、交换机、路由器和它们之间的网线都由此生成。',
  'Which one, by its name.': '故障的名称。',
  'Where: a machine, for a cable MACHINE/DEVICE; the first place it can happen when left out.':
    '发生的位置：机器名，网线则写 MACHINE/DEVICE；不填则为第一个可能的位置。',
  'What is broken once everything is set up; one may mend it on the page.':
    '全部搭建完成后设置的故障，可以在页面上修复。',
  'The physical network that is there instead with it.': '选择它时改用的物理网络。',
  'One segment, two behind a router or a firewall, VLANs of one switch, leaf and spine, a cloud VPC, two data centres (wan), a NAT gateway to the Internet.':
    '单个网段、路由器或防火墙两侧的网段、一台交换机上的多个 VLAN、leaf-spine、云上 VPC、两个数据中心（wan）、通往 Internet 的 NAT 网关。',
  'Number of nodes: node-1, node-2, … at .11, .12, … of their segment.':
    '节点数量：node-1、node-2……在各自网段中的地址为 .11、.12……',
  'IPv4 range of each segment (subnet, rack, data centre); the nodes are shared out in order.':
    '每个网段（子网、机架、数据中心）的 IPv4 范围；节点按顺序分到各段。',
  'MTU of the whole network; with wan and internet, of the line outside.':
    '整个网络的 MTU；wan 和 internet 中只指外部线路。',
  'What the firewall, the security groups of a VPC or the gateways of a WAN let through: `icmp`, `tcp/179`, `udp/8472`, `protocol/4`. Answers pass.':
    '防火墙、VPC 安全组或 WAN 网关放行的流量：`icmp`、`tcp/179`、`udp/8472`、`protocol/4`。应答总能通过。',
  'How many nodes, the last ones, hang on a trunk of a switch with VLANs and have their address on a VLAN device (eth0.20).':
    '最后几个节点接在有 VLAN 的交换机的 trunk 端口上，地址配在 VLAN 设备（eth0.20）上；这里填个数。',
  'Number of spines of a leaf-spine network.': 'leaf-spine 网络中 spine 的数量。',
  'How leaves and spines know their routes: written by hand, or told by BGP, which every leaf also speaks with the nodes of its rack.':
    'leaf 和 spine 的路由从何而来：手工写入（static），或由 BGP 通告（bgp）；后者时每台 leaf 还与本机架的节点建立 BGP 会话。',
  'The autonomous system that the leaves expect all nodes in; without it node-1 has 65101, node-2 65102, …':
    'leaf 认为所有节点所属的自治系统；不填则 node-1 为 65101，node-2 为 65102，依此类推。',
  "Whether a VPC drops what does not come from an instance's own address or is not for it; on unless a route controller takes it off.":
    'VPC 是否丢弃源地址或目的地址不属于该实例的报文；默认开启，路由控制器会将其关闭。',
  "A cloud route controller runs, and writes each Node's pod range into the route table of the VPC.":
    '运行云路由控制器，把每个 Node 的 Pod 网段写入 VPC 路由表。',
  "How many routes the VPC's table takes.": 'VPC 路由表最多容纳多少条路由。',
  'How many of them others have already.': '其中已被占用多少条。',
  'Whether the gateways of a WAN send ICMP “destination unreachable”; without it nobody learns of its MTU.':
    'WAN 的网关是否发送 ICMP “destination unreachable”；不发送则无人得知其 MTU。',
  'Whose addresses the NAT gateway hides behind its own.': 'NAT 网关用自己的地址替换哪些源地址。',
  'Name of the machine and of its root network namespace.': '机器的名称，也是其根网络命名空间的名称。',
  'What it is in the drawing; its behaviour comes from its set-up alone.':
    '在拓扑图中的角色；行为只取决于 setup 中的命令。',
  'Commands typed in the root netns, one a line, in a literal block (`setup: |`). `#` begins a comment, a backslash at the end continues the line.':
    '在根 netns 中依次执行的命令，写在字面量块中（`setup: |`），每行一条。`#` 开始注释，行尾反斜杠表示续行。',
  'Whether a machine of role node is a Node from the beginning. `false` leaves its kubelet stopped until somebody types `systemctl start kubelet`.':
    '角色为 node 的机器是否一开始就是集群的 Node。设为 `false` 时 kubelet 不启动，直到有人执行 `systemctl start kubelet`。',
  'How many ranges, from the first on, others have already: the control plane that is not drawn, for example.':
    '从第一个网段起，已经被占用的网段个数，例如归未画出的控制平面所有。',
  'Files by absolute path, there before the commands run: a CNI configuration in /etc/cni/net.d, for example.':
    '以绝对路径给出的文件，在命令执行之前就已存在，例如 /etc/cni/net.d 中的 CNI 配置。',
  'Cables between machines.': '机器之间的网线。',
  'Makes the machines of role node a Kubernetes cluster. The other documents of the file are its manifests.':
    '把角色为 node 的机器组成 Kubernetes 集群，文件中的其他文档就是它的 manifest。',
  "The range that the nodes' pod ranges are cut from (kube-controller-manager --cluster-cidr). Without it no node gets one.":
    '各节点 Pod 网段从这个网段中划分（kube-controller-manager --cluster-cidr）。不填则节点没有 Pod 网段。',
  "Prefix length of a node's pod range (--node-cidr-mask-size).":
    '节点 Pod 网段的前缀长度（--node-cidr-mask-size）。',
  'The network solution that runs on the nodes. With `none` a node has what its files say (/etc/cni/net.d).':
    '节点上运行的网络方案。`none` 表示只按节点上的文件（/etc/cni/net.d）配置。',
  'What may be chosen when the lab is opened: each combination is a lab of its own.':
    '打开实验时可选的内容，每种组合都是一个独立的实验。',
  'Names the choice in shared addresses.': '该选择项在分享地址中的名称。',
  'What the page calls it.': '页面上显示的名称。',
  'The option the file is written for; the first one when left out.': '文件原文对应的选项；不填则为第一个。',
  'What there is to choose from, in the order of the page.': '可选的各个选项，按页面显示的顺序排列。',
  'Names the option in shared addresses.': '该选项在分享地址中的名称。',
  'Settings of the cluster that are different with it.': '选择它时集群设置的不同之处。',
  'What it changes in the manifests of this file.': '选择它时对文件中 manifest 的修改。',
  'Kind of the manifest that is changed.': '被修改的 manifest 的 kind。',
  'Which one it is; labels and annotations may be patched as well.':
    '指明修改哪一个对象；也可以修改 labels 和 annotations。',
  'Its name.': '对象名称。',
  'Its namespace, as in the manifest.': '对象的 namespace，与 manifest 中一致。',
  'Commands that run once everything is set up.': '全部搭建完成后运行的命令。',
  'The netns it runs in: one made by a set-up, or a machine (its root netns).':
    '在哪个 netns 中运行：setup 中创建的 netns，或机器名（即其根 netns）。',
  'The command, usually a server that stays.': '命令，通常是常驻的服务进程。',
  'Prepared traffic: one button each.': '预置的流量，每项对应一个按钮。',
  'Names the send in shared addresses; never changed once published.':
    '该发送项在分享地址中的名称，发布后不要再改。',
  'What the button says.': '按钮上的文字。',
  'The command that is typed there.': '在那里执行的命令。',
  'What the command reads: the manifests of `kubectl apply -f -`.':
    '命令从标准输入读取的内容，例如 `kubectl apply -f -` 的 manifest。',
};

export default fields;
