/** What control loops say they decided. One entry for each decision (core/trace/decisions). */
export const reconcile = {
  registerNode: 'The kubelet of {{node}} starts and registers its machine as a Node at the API server.',
  nodeReady:
    'The kubelet of {{node}} finds a network configuration in /etc/cni/net.d: the Node becomes Ready.',
  nodeNotReady:
    'The kubelet of {{node}} cannot give pods a network yet, so the Node is not Ready: {{message}}',
  setUpPod:
    'The kubelet of {{node}} is to run {{pod}}: it makes a network namespace for it and calls the network plugins.',
  startContainer:
    'The kubelet starts the container {{container}} ({{image}}) in the network namespace of {{pod}}. All containers of a pod share it.',
  podRunning: 'All containers of {{pod}} run. The kubelet reports its address {{ip}} to the API server.',
  podFailed: 'The kubelet cannot set up {{pod}}, cleans up and will try again: {{message}}',
  stopPod:
    'The kubelet of {{node}} is to stop {{pod}}: its processes end, then the plugins undo what they did.',
  kubeletBack_one:
    'The kubelet of {{node}} is back. It finds one pod in the container runtime and goes on with it.',
  kubeletBack_other:
    'The kubelet of {{node}} is back. It finds {{count}} pods in the container runtime and goes on with them.',
  podWaits: 'The kubelet cannot begin with {{pod}} yet: {{message}}',
  podGone: 'Nothing of {{pod}} is left on the node. The kubelet lets the API server forget it.',
  bindPod:
    'The scheduler chooses {{node}} for {{pod}}, the Node with the fewest pods ({{count}}), and writes its name into the pod.',
  noNode: 'The scheduler finds no Node for {{pod}}: {{message}}',
  assignCidr:
    'The controller manager gives {{node}} its range of pod addresses: {{cidr}}, the next free one.',
  taintNode:
    '{{node}} is not Ready: the controller manager puts the taint {{taint}} on it, and no pod is scheduled there.',
  untaintNode: '{{node}} is Ready: the controller manager takes the taint {{taint}} off, and pods may come.',
  nodeLost:
    'Nothing was heard of the kubelet of {{node}} for 40 seconds: the controller manager sets its Ready condition to Unknown.',
  routeUnchecked: 'The route controller takes the source/destination check off the instance of {{node}}.',
  routeCreate:
    'The route controller writes {{cidr}} via {{address}} into the route table, for the pods of {{node}}.',
  routeRefused: 'The route controller could not create the route to {{cidr}} of {{node}}: {{message}}',
  routeDelete: 'The route controller takes {{cidr}} of {{node}} out of the route table.',
  noCidr: 'The cluster range {{range}} is used up: {{node}} gets no pod addresses.',
  scaleUp:
    'The Deployment {{deployment}} wants {{want}} pods and has {{have}}: its controller creates the rest.',
  scaleDown:
    'The Deployment {{deployment}} wants {{want}} pods and has {{have}}: its controller deletes some.',
  emptyNamespace_one: 'The namespace {{namespace}} is to go: the one object in it is deleted first.',
  emptyNamespace_other:
    'The namespace {{namespace}} is to go: the {{count}} objects in it are deleted first.',
  removePods_one: '{{owner}} is gone, and one pod belonged to it: the pod is deleted as well.',
  removePods_other: '{{owner}} is gone, and {{count}} pods belonged to it: they are deleted as well.',
  flannelWaits: 'The flannel pod of {{node}} cannot start yet: {{message}}',
  flannelInstall:
    'The init containers of the flannel pod run on {{node}}: they put the flannel plugin into /opt/cni/bin and write {{file}}.',
  flannelStart: 'flanneld starts on {{node}} and reads net-conf.json from its ConfigMap.',
  flannelReady:
    'flanneld on {{node}} holds the lease of {{subnet}} and runs its backend {{backend}}. From now on it watches the other Nodes.',
  flannelEnds: 'flanneld on {{node}} ends; its pod will start it again after a while: {{message}}',
  flannelNoBackend:
    'The backend {{backend}} is not simulated here, so flanneld on {{node}} cannot run. A real one could.',
  flannelPeer:
    'flanneld hears of {{node}}: the pods of {{subnet}} are reached by way of {{address}}. It tells its kernel.',
  flannelPeerGone: '{{node}} is gone: flanneld takes away what led to {{subnet}} by way of {{address}}.',
  flannelRoutes:
    'flanneld on {{node}} looks after its routes every 10 seconds. One is missing: it puts it back.',
  flannelRules:
    'flanneld on {{node}} looks after its iptables rules every 5 seconds. Some are missing: it writes all of them anew.',
  flannelDevice: 'The device {{device}} of {{node}} was deleted: flanneld makes it again.',
  flannelStops:
    'The Node {{node}} is gone, and the flannel pod on it is stopped. What it configured in the kernel stays there.',
  flannelLog: 'flanneld on {{node}} writes to its log: {{message}}',
  calicoWaits: 'calico-node cannot start on {{node}} yet: {{message}}',
  calicoStart:
    'calico-node starts on {{node}}. The node is reached at {{address}} on {{device}}: it writes that into annotations of the Node, where the others find it.',
  calicoTunnel:
    'A pool wraps its packets: felix sees to {{device}} on {{node}}. Its address {{address}} comes from the pool, as if it were a pod.',
  calicoWireguard:
    'A FelixConfiguration wants what goes between nodes encrypted: felix makes {{device}} on {{node}}, draws its key, and tells the others the public one in an annotation of the Node.',
  calicoApply:
    'felix on {{node}} compares the kernel with what the API server says: pods here: {{pods}}, network policies in the cluster: {{policies}}. It changes what is not yet so.',
  calicoConfd:
    'confd on {{node}} makes of pools, blocks, nodes and BGP objects what BIRD is to read. These files are different now: {{files}}.',
  calicoInstall:
    'calico-node writes {{file}} on {{node}}: from now on the kubelet finds a network for its pods.',
  calicoLog: 'calico-node on {{node}} writes to its log: {{message}}',
  calicoRepairRules:
    'From time to time felix on {{node}} reads the rules of iptables instead of believing that all is as it left it. Here some of its own have been changed or taken away: it puts them right.',
  calicoRepairSets:
    'From time to time felix on {{node}} reads the IP sets instead of believing that all is as it left it. Here some of its own have been changed: it puts them right.',
  calicoRepairWays:
    'From time to time felix on {{node}} reads the routes, and what belongs to them, instead of believing that all is as it left it. Here something of its own is no longer so: it puts it right.',
  calicoNodeGone:
    'The Node {{node}} is gone, and so are its pods: kube-controllers gives back its blocks ({{blocks}}) and the addresses it held ({{addresses}}).',
} as const;
