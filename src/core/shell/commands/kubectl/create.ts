/** `kubectl create`: from standard input, a namespace, a deployment. Source: kubectl/pkg/cmd/create/*.go. */
import type { JsonObject } from '../../../base/json';
import { textAt } from '../../../base/json';
import { manifestName } from '../../../cluster/apply';
import { createObject } from '../../../cluster/apiserver';
import { kindNamed } from '../../../cluster/objects';
import type { Outcome } from '../../command';
import { readStdin } from './documents';
import { value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, objectWord, statusLines, told } from './kubectl';

export const create: Verb = {
  kind: 'create',
  usage: [
    'create -f - [-n NAMESPACE]',
    'create namespace NAME',
    'create deployment NAME --image=IMAGE [--replicas=N]',
  ],
  flags: { filename: value('f'), image: value(), replicas: value('r') },
  run(kubectl) {
    const [what, name] = kubectl.words;
    if (kubectl.flags.has('filename')) return fromStdin(kubectl);
    if (what === undefined) return fault('must specify one of -f and -k');
    if (name === undefined) return fault(`exactly one NAME is required, got 0`);
    if (what === 'namespace' || what === 'ns') {
      return made(kubectl, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    if (what === 'deployment' || what === 'deploy') return deployment(kubectl, name);
    return fault(`Unexpected args: [${kubectl.words.join(' ')}]`);
  },
};

function fromStdin(kubectl: Kubectl): Outcome {
  const read = readStdin(kubectl);
  if (!read.ok) return read.error;
  const stdout: string[] = [];
  const stderr = [...read.value.faults];
  for (const { kind, manifest, name, namespace } of read.value.documents) {
    const created = createObject(kubectl.caller, manifest, namespace || undefined);
    if (created.ok) stdout.push(`${objectWord(kind, created.value)} created`);
    else stderr.push(...statusLines(created.error, kind, name, 'creating'));
  }
  return told(stdout, stderr, stderr.length > 0);
}

/** Source: create_deployment.go: the label `app`, one container named like its image. */
function deployment(kubectl: Kubectl, name: string): Outcome {
  const image = kubectl.flags.get('image');
  if (image === undefined) return fault('required flag(s) "image" not set');
  const replicas = Number(kubectl.flags.get('replicas') ?? 1);
  if (!Number.isSafeInteger(replicas)) {
    return fault(
      `invalid argument "${kubectl.flags.get('replicas') ?? ''}" for "-r, --replicas" flag: strconv.ParseInt: parsing "${kubectl.flags.get('replicas') ?? ''}": invalid syntax`,
    );
  }
  const labels = { app: name };
  const container = (image.split('/').pop() ?? image).replace(/[:@].*$/, '');
  return made(kubectl, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels, name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ image, name: container }] } },
    },
  });
}

/** Creates an object that the command line alone describes. */
export function made(kubectl: Kubectl, manifest: JsonObject): Outcome {
  const kind = kindNamed(textAt(manifest, 'apiVersion'), textAt(manifest, 'kind'));
  const created = createObject(kubectl.caller, manifest, kubectl.namespace);
  if (created.ok && kind !== null) return told([`${objectWord(kind, created.value)} created`], [], false);
  const stderr = created.ok ? [] : statusLines(created.error, kind, manifestName(manifest));
  return told([], stderr, true);
}
