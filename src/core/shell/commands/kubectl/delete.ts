/** `kubectl delete`. Source: kubernetes v1.34 kubectl/pkg/cmd/delete/delete.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { deleteObject, getObject } from '../../../cluster/apiserver';
import type { ResourceKind } from '../../../cluster/objects/kind';
import { notFound } from '../../../cluster/status';
import type { Outcome } from '../../command';
import { failed } from '../../command';
import { readStdin } from './documents';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, kindWord, statusLines } from './kubectl';
import { findAsked } from './resources';
import { Writing } from '../../written';

const FORCED =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.';

export const remove: Verb = {
  kind: 'delete',
  usage: [
    'delete -f - [-n NAMESPACE]',
    'delete TYPE (NAME ... | -l LABEL | --all) [-n NAMESPACE | -A]',
    'delete TYPE/NAME ... [--force | --now | --grace-period=SECONDS]',
  ],
  flags: {
    filename: value('f'),
    selector: value('l'),
    all: nothing(),
    'all-namespaces': nothing('A'),
    force: nothing(),
    now: nothing(),
    'grace-period': value(),
    'ignore-not-found': nothing(),
    wait: nothing(),
  },
  run(kubectl) {
    const grace = graceOf(kubectl);
    if (!grace.ok) return fault(grace.error);
    const targets = kubectl.flags.has('filename') ? fromStdin(kubectl) : fromWords(kubectl);
    if (!targets.ok) return targets.error;
    return removeAll(kubectl, targets.value, grace.value);
  },
};

interface Target {
  readonly kind: ResourceKind;
  readonly namespace: string;
  readonly name: string;
}

interface Targets {
  readonly targets: readonly Target[];
  readonly missing: readonly string[];
}

/** Seconds of grace, null for what the object says itself. */
function graceOf({ flags }: Kubectl): Result<number | null, string> {
  const given = flags.get('grace-period');
  const seconds = given === undefined ? -1 : Number(given);
  const force = flags.get('force') === 'true';
  const now = flags.get('now') === 'true';
  if (!Number.isSafeInteger(seconds)) {
    return err(
      `invalid argument "${given ?? ''}" for "--grace-period" flag: strconv.ParseInt: parsing "${given ?? ''}": invalid syntax`,
    );
  }
  if (now && seconds !== -1) return err('--now and --grace-period cannot be specified together');
  if (force && seconds > 0)
    return err('--force and --grace-period greater than 0 cannot be specified together');
  if (force) return ok(0);
  if (now || seconds === 0) return ok(1);
  return ok(seconds < 0 ? null : seconds);
}

function fromStdin(kubectl: Kubectl): Result<Targets, Outcome> {
  const read = readStdin(kubectl);
  if (!read.ok) return read;
  return ok({ targets: read.value.documents, missing: read.value.faults });
}

function fromWords(kubectl: Kubectl): Result<Targets, Outcome> {
  const { flags, words } = kubectl;
  if (words.length === 0) {
    return err(
      failed(
        1,
        'error: You must provide one or more resources by argument or filename.',
        'Example resource specifications include:',
        "   '-f rsrc.yaml'",
        "   '--filename=rsrc.json'",
        "   '<resource> <name>'",
        "   '<resource>'",
      ),
    );
  }
  const many = flags.get('all') === 'true' || flags.has('selector');
  if (flags.get('all') === 'true' && flags.has('selector')) {
    return err(fault('cannot set --all and --selector at the same time'));
  }
  const asked = findAsked(kubectl, words);
  if (!asked.ok) return err(fault(asked.error));
  if (!asked.value.named && !many) return err(fault('resource(s) were provided, but no name was specified'));
  const targets = asked.value.found.map(({ kind, object: { metadata } }) => ({
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  }));
  return ok({ targets, missing: asked.value.missing });
}

function removeAll(kubectl: Kubectl, { targets, missing }: Targets, grace: number | null): Outcome {
  const ignoring = kubectl.flags.get('ignore-not-found') === 'true';
  const writing = new Writing();
  if (grace === 0) writing.err(FORCED);
  const faults: string[] = ignoring ? [] : [...missing];
  const verb = grace === 0 ? 'force deleted' : 'deleted';
  for (const { kind, namespace, name } of targets) {
    const there = getObject(kubectl.caller.ctx, kind.kind, namespace, name) !== null;
    const gone = deleteObject(kubectl.caller, { kind: kind.kind, namespace, name }, grace);
    const where = kind.namespaced ? ` from ${namespace} namespace` : '';
    if (gone.ok) writing.out(`${kindWord(kind)} "${name}" ${verb}${where}`);
    else if (there || !ignoring) {
      const doing = kubectl.flags.has('filename') ? 'deleting' : '';
      faults.push(...statusLines(there ? gone.error : notFound(kind, name), kind, name, doing));
    }
  }
  if (targets.length === 0 && faults.length === 0) writing.out('No resources found');
  writing.err(...faults);
  return writing.outcome(faults.length > 0 ? 1 : 0);
}
