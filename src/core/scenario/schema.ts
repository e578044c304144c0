/**
 * The Lab document. Every field has a description: editors show it, and the author's manual is printed from it.
 * Unknown fields are refused, since a misspelt one would otherwise be a lab that quietly does something else.
 */
import * as v from 'valibot';
import { MAX_CABLES, MAX_FILES, MAX_MACHINES, MAX_SENDS, MAX_SERVICES, MAX_STDIN_CHARS } from './limits';
import { choices, cluster } from './schema.cluster';
import { fabric } from './schema.fabric';
import { faults, line, localized, name } from './schema.parts';

export const API_VERSION = 'packetwalk/v1';

const MAX_SEED = 0xffff_ffff;

const machine = v.strictObject({
  name: v.pipe(name, v.description('Name of the machine and of its root network namespace.')),
  role: v.pipe(
    v.picklist(['node', 'host', 'router', 'switch']),
    v.description('What it is in the drawing; its behaviour comes from its set-up alone.'),
  ),
  setup: v.optional(
    v.pipe(
      v.string(),
      v.description(
        'Commands typed in the root netns, one a line, in a literal block (`setup: |`). `#` begins a comment, a backslash at the end continues the line.',
      ),
    ),
    '',
  ),
  joins: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Whether a machine of role node is a Node from the beginning. `false` leaves its kubelet stopped until somebody types `systemctl start kubelet`.',
      ),
    ),
    true,
  ),
  files: v.optional(
    v.pipe(
      v.record(
        v.pipe(v.string(), v.regex(/^(?:\/[\w.@-]+)+$/, 'path')),
        v.pipe(v.string(), v.maxLength(MAX_STDIN_CHARS)),
      ),
      v.check((files) => Object.keys(files).length <= MAX_FILES, 'files'),
      v.description(
        'Files by absolute path, there before the commands run: a CNI configuration in /etc/cni/net.d, for example.',
      ),
    ),
    {},
  ),
});

const cableEnd = v.pipe(v.string(), v.description('MACHINE/DEVICE: the network card that is made there.'));
const cable = v.pipe(
  v.array(cableEnd),
  v.length(2),
  v.description('Two ends. A network card is made at each, named as given, up and without an address.'),
);

const netns = v.pipe(
  line,
  v.description('The netns it runs in: one made by a set-up, or a machine (its root netns).'),
);

const service = v.strictObject({
  netns,
  run: v.pipe(line, v.description('The command, usually a server that stays.')),
});

const send = v.strictObject({
  name: v.pipe(name, v.description('Names the send in shared addresses; never changed once published.')),
  title: v.pipe(localized, v.description('What the button says.')),
  netns,
  run: v.pipe(line, v.description('The command that is typed there.')),
  stdin: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(MAX_STDIN_CHARS),
      v.description('What the command reads: the manifests of `kubectl apply -f -`.'),
    ),
  ),
});

export const LabDocument = v.strictObject({
  apiVersion: v.pipe(v.literal(API_VERSION), v.description('Version of this format.')),
  kind: v.pipe(v.literal('Lab'), v.description('Exactly one document of a file is the Lab.')),
  metadata: v.strictObject({
    name: v.pipe(
      name,
      v.description("The lab's id: the name of its folder, and its name in shared addresses."),
    ),
  }),
  spec: v.strictObject({
    title: v.pipe(localized, v.description('A few words.')),
    summary: v.pipe(localized, v.description('One or two sentences: what is there to be seen.')),
    seed: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(MAX_SEED),
        v.description('Seed of everything random.'),
      ),
      1,
    ),
    fabric: v.optional(
      v.pipe(
        fabric,
        v.description(
          'A physical network by name: nodes, switches, routers and the cables between them are made of it.',
        ),
      ),
    ),
    machines: v.optional(
      v.pipe(
        v.array(machine),
        v.maxLength(MAX_MACHINES),
        v.description(
          'The machines, in order of creation. One with the name of a machine of the fabric adds its files and commands to that.',
        ),
      ),
      [],
    ),
    cables: v.optional(
      v.pipe(v.array(cable), v.maxLength(MAX_CABLES), v.description('Cables between machines.')),
      [],
    ),
    cluster: v.optional(
      v.pipe(
        cluster,
        v.description(
          'Makes the machines of role node a Kubernetes cluster. The other documents of the file are its manifests.',
        ),
      ),
    ),
    faults: v.optional(faults, []),
    choices: v.optional(choices, []),
    start: v.optional(
      v.pipe(
        v.array(service),
        v.maxLength(MAX_SERVICES),
        v.description('Commands that run once everything is set up.'),
      ),
      [],
    ),
    sends: v.optional(
      v.pipe(v.array(send), v.maxLength(MAX_SENDS), v.description('Prepared traffic: one button each.')),
      [],
    ),
  }),
});

export type LabDocument = v.InferOutput<typeof LabDocument>;
