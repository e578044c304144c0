/** Building the open lab again with other options, without losing what the learner did. */
import type { Chosen, LabInfo, LoggedInput, ObjectsView, Problem } from '../../core/index';
import type { Host } from '../host/host';
import type { BuiltChange, Keep, Rebuilt } from './rebuilt';
import type { PageStore } from './store';
import type { Walk } from './walk';

export interface Rebuild {
  /** Options that differ from the lab's file. Resolves when the lab stands at its first instant. */
  readonly rebuild: (choices: Chosen, keep: Keep) => Promise<void>;
  /** Back to the lab as it was before the last rebuild, inputs and cursor included. */
  readonly undoRebuild: () => Promise<void>;
}

/** Inputs that are given again. */
export function keptInputs(inputs: readonly LoggedInput[], keep: Keep): readonly LoggedInput[] {
  if (keep === 'none') return [];
  return keep === 'all' ? inputs : inputs.filter(({ input }) => input.kind === 'send');
}

/** Options that a lab was opened with and that differ from its file. */
export function chosenOf({ choices }: Pick<LabInfo, 'choices'>): Chosen {
  const picked = choices.filter((choice) => choice.chosen !== choice.default);
  return Object.fromEntries(picked.map(({ name, chosen }) => [name, chosen]));
}

export function createRebuild(
  store: PageStore,
  host: Host,
  walk: Walk,
  on: {
    /** A lab is being opened: what belongs to an earlier opening is dropped. Tells whether it is still the latest. */
    readonly begin: () => () => boolean;
    readonly failed: (error: unknown) => void;
    readonly refused: (problems: readonly Problem[]) => void;
  },
): Rebuild {
  /** Opens the lab again; `inputs` at their times, `again` one after the other as if they were given now. */
  const build = async (
    choices: Chosen,
    inputs: readonly LoggedInput[],
    again: readonly LoggedInput[],
    told: (info: LabInfo) => Promise<Rebuilt | null>,
    seq: number | null,
  ): Promise<void> => {
    const { status, busy, source } = store.getState();
    if (status !== 'ready' || busy || source === null) return;
    const latest = on.begin();
    store.setState({ busy: true, playing: false });
    try {
      const reply = await host.open({ file: source.file, text: source.text }, inputs, choices);
      if (!latest()) return;
      if (!reply.ok) {
        on.refused(reply.problems);
        return;
      }
      let { snapshot } = reply;
      for (const { input } of again) snapshot = (await host.input(input)).snapshot;
      const timeline = await host.query('timeline', {});
      const rebuilt = await told(reply.info);
      if (!latest()) return;
      const at = seq === null ? timeline.start : Math.min(seq, Math.max(timeline.start, timeline.length - 1));
      store.setState({
        busy: false,
        notice: null,
        report: null,
        selected: null,
        netns: null,
        open: [],
        info: reply.info,
        inputs: snapshot.inputs,
        timeline,
        setUp: false,
        seq: at,
        rebuilt,
      });
      await walk.refresh();
    } catch (error) {
      if (latest()) on.failed(error);
    }
  };

  return {
    async rebuild(choices, keep) {
      const { info, inputs, seq } = store.getState();
      if (!info) return;
      const again = keptInputs(inputs, keep);
      const before = { choices: chosenOf(info), inputs, seq };
      const was = await settingsOf(host, info);
      await build(
        choices,
        [],
        again,
        async (now) => ({
          changes: changesBetween(was, await settingsOf(host, now)),
          left: inputs.length - again.length,
          before,
        }),
        null,
      );
    },
    async undoRebuild() {
      const { rebuilt } = store.getState();
      if (!rebuilt) return;
      const { choices, inputs, seq } = rebuilt.before;
      await build(choices, inputs, [], () => Promise.resolve(null), seq);
    },
  };
}

type Settings = ReadonlyMap<string, string>;

/** What choices may change and a reader can compare: the cluster's settings, and the ConfigMaps. */
async function settingsOf(host: Host, { cluster }: LabInfo): Promise<Settings> {
  const settings = new Map<string, string>();
  if (cluster === null) return settings;
  for (const [name, value] of Object.entries(cluster)) settings.set(name, String(value));
  const { length } = await host.query('timeline', {});
  const seq = length - 1;
  const objects: ObjectsView = await host.query('objects', { seq });
  for (const { kind, key, namespace, name } of objects.rows) {
    if (kind !== 'ConfigMap') continue;
    const view = await host.query('object', { seq, key });
    for (const [file, text] of Object.entries(view?.object.data ?? {})) {
      settings.set(`${namespace}/${name} ${file}`, typeof text === 'string' ? text : JSON.stringify(text));
    }
  }
  return settings;
}

/** What differs, in the order of the first. */
export function changesBetween(before: Settings, after: Settings): readonly BuiltChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [was = '', is = ''] = [before.get(what), after.get(what)];
    return was === is ? [] : [{ what, before: was, after: is }];
  });
}
