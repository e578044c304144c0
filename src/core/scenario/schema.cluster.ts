/** The parts of a Lab document that describe a cluster, and what may be chosen when the lab is opened. */
import * as v from 'valibot';
import { NETWORK_KINDS } from '../cni';
import { parseCidr4 } from '../wire/addr';
import { MAX_CHOICES, MAX_OPTIONS, MAX_PATCHES } from './limits';
import { fabric } from './schema.fabric';
import { faults, localized, name } from './schema.parts';

const podCIDR = v.pipe(
  v.string(),
  v.check((text) => parseCidr4(text).ok, 'cidr'),
  v.description(
    "The range that the nodes' pod ranges are cut from (kube-controller-manager --cluster-cidr). Without it no node gets one.",
  ),
);

const nodeCIDRMaskSize = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(32),
  v.description("Prefix length of a node's pod range (--node-cidr-mask-size)."),
);

const network = v.pipe(
  v.picklist(NETWORK_KINDS),
  v.description(
    'The network solution that runs on the nodes. With `none` a node has what its files say (/etc/cni/net.d).',
  ),
);

export const cluster = v.strictObject({
  podCIDR: v.optional(podCIDR),
  nodeCIDRMaskSize: v.optional(nodeCIDRMaskSize, 24),
  rangesInUse: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(65_536),
      v.description(
        'How many ranges, from the first on, others have already: the control plane that is not drawn, for example.',
      ),
    ),
    0,
  ),
  network: v.optional(network, 'none'),
});

const patch = v.pipe(
  v.looseObject({
    kind: v.pipe(v.string(), v.description('Kind of the manifest that is changed.')),
    metadata: v.pipe(
      v.looseObject({
        name: v.pipe(v.string(), v.description('Its name.')),
        namespace: v.optional(v.pipe(v.string(), v.description('Its namespace, as in the manifest.'))),
      }),
      v.description('Which one it is; labels and annotations may be patched as well.'),
    ),
  }),
  v.description('A merge patch (RFC 7386) for the manifest of this kind, namespace and name.'),
);

const option = v.strictObject({
  name: v.pipe(name, v.description('Names the option in shared addresses.')),
  title: v.pipe(localized, v.description('What the page calls it.')),
  cluster: v.optional(
    v.pipe(
      v.strictObject({
        podCIDR: v.optional(podCIDR),
        nodeCIDRMaskSize: v.optional(nodeCIDRMaskSize),
        network: v.optional(network),
      }),
      v.description('Settings of the cluster that are different with it.'),
    ),
    {},
  ),
  fabric: v.optional(v.pipe(fabric, v.description('The physical network that is there instead with it.'))),
  faults: v.optional(faults, []),
  patches: v.optional(
    v.pipe(
      v.array(patch),
      v.maxLength(MAX_PATCHES),
      v.description('What it changes in the manifests of this file.'),
    ),
    [],
  ),
});

const choice = v.strictObject({
  name: v.pipe(name, v.description('Names the choice in shared addresses.')),
  title: v.pipe(localized, v.description('What the page calls it.')),
  default: v.optional(
    v.pipe(name, v.description('The option the file is written for; the first one when left out.')),
  ),
  options: v.pipe(
    v.array(option),
    v.minLength(1),
    v.maxLength(MAX_OPTIONS),
    v.description('What there is to choose from, in the order of the page.'),
  ),
});

export const choices = v.pipe(
  v.array(choice),
  v.maxLength(MAX_CHOICES),
  v.description('What may be chosen when the lab is opened: each combination is a lab of its own.'),
);

export type ClusterPart = v.InferOutput<typeof cluster>;
export type ChoicePart = v.InferOutput<typeof choice>;
