/** `kubectl run`: a pod with one container. Source: kubectl/pkg/cmd/run/run.go. */
import { made } from './create';
import { value } from './flags';
import type { Verb } from './kubectl';
import { fault } from './kubectl';

export const run: Verb = {
  kind: 'run',
  usage: ['run NAME --image=IMAGE [--restart=Always|OnFailure|Never] [--labels=KEY=VALUE,...]'],
  flags: { image: value(), restart: value(), labels: value('l') },
  run(kubectl) {
    const [name] = kubectl.words;
    const image = kubectl.flags.get('image') ?? '';
    if (name === undefined) return fault('NAME is required for run');
    if (image === '') return fault('--image is required');
    const pairs = (kubectl.flags.get('labels') ?? '').split(',').filter((pair) => pair.includes('='));
    const labels = pairs.map(
      (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const,
    );
    const restartPolicy = kubectl.flags.get('restart') ?? 'Always';
    if (!['Always', 'OnFailure', 'Never'].includes(restartPolicy)) {
      return fault(`invalid restart policy: ${restartPolicy}`);
    }
    return made(kubectl, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { labels: labels.length === 0 ? { run: name } : Object.fromEntries(labels), name },
      spec: { containers: [{ image, name }], restartPolicy },
    });
  },
};
