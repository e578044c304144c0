/** What is said of an element of the map to those who do not see it. */
import type { GraphElement, StepMarks } from '../../core/index';
import type { Texts } from '../../i18n/setup';
import type { Scene } from './scene';
import type { Way } from './way';

type T = Pick<Texts, 't'>;

/** What the drawing shows beside the elements themselves. */
export interface Shown {
  readonly scene: Scene;
  readonly way: Way;
  readonly marks: StepMarks | null;
}

/**
 * Its name, what it is, its addresses, what Kubernetes says of it, what it is joined to, whether the packet is there,
 * what this step changed at it, and who acts.
 */
export function spoken(element: GraphElement, { scene, way, marks }: Shown, { t }: T): string {
  const parts = [nameOf(element, { t }), ...factsOf(element, { t })];
  const joined = (scene.joins.get(element.id) ?? []).flatMap((wire) => {
    const other = scene.elements.get(wire.from === element.id ? wire.to : wire.from);
    if (!other) return [];
    const name = shortName(other, { t });
    return [wire.out === true ? t('map.tree.cableOut', { name }) : name];
  });
  if (joined.length > 0) parts.push(t('map.tree.joined', { names: joined.join(', ') }));
  if (way.here === element.id) parts.push(t('map.tree.here'));
  for (const mark of marks?.marks ?? []) {
    if (mark.element === element.id) parts.push(`${t(`map.mark.${mark.what}`)}: ${mark.text}`);
  }
  const { actor } = marks ?? { actor: null };
  if (actor?.element === element.id) {
    const name = actor.tool === null ? actor.name : `${actor.name} › ${actor.tool}`;
    parts.push(t('map.tree.acts', { name }));
  }
  const woken = (marks?.watchers ?? []).filter((watcher) => watcher.element === element.id);
  if (woken.length > 0) parts.push(t('map.tree.woken', { names: woken.map(({ name }) => name).join(', ') }));
  return parts.join(', ');
}

/** Addresses and the like. */
function factsOf(element: GraphElement, { t }: T): string[] {
  switch (element.kind) {
    case 'machine': {
      const { node, stopped } = element;
      const agents = element.agents.filter((name) => !stopped.includes(name));
      const range = node?.podCIDR ? [`podCIDR ${node.podCIDR}`] : [];
      const folded = element.holds.length > 0 ? [t('map.tree.opens')] : [];
      const runs = agents.length > 0 ? [t('map.tree.runs', { names: agents.join(', ') })] : [];
      if (stopped.length > 0) runs.push(t('map.tree.stopped', { names: stopped.join(', ') }));
      return [...element.addresses, ...(node ? [node.status] : []), ...range, ...runs, ...folded];
    }
    case 'netns': {
      const { pod } = element;
      if (pod === null) return [...element.addresses];
      const names = pod.containers.map(({ name, state }) => `${name} (${t(`map.container.${state}`)})`);
      return [
        t('map.tree.namespace', { name: pod.namespace }),
        pod.status,
        ...element.addresses,
        t('map.tree.containers', { names: names.join(', ') }),
      ];
    }
    case 'device':
      return [...(element.up ? [] : [t('map.down')]), ...element.addresses];
    case 'routing':
      return [t('map.routes', { count: element.routes.length })];
    case 'apiserver':
      return element.loops.length > 0 ? [t('map.tree.runs', { names: element.loops.join(', ') })] : [];
    case 'fold':
      return [element.netnses.join(', '), t('map.tree.opens')];
  }
}

function nameOf(element: GraphElement, { t }: T): string {
  switch (element.kind) {
    case 'machine':
      return `${element.name}, ${t(`map.role.${element.role}`)}`;
    case 'netns':
      if (element.root) return t('map.rootNetns');
      return element.pod === null ? `${element.name}, netns` : t('map.tree.pod', { name: element.pod.name });
    case 'routing':
      return t('map.routing');
    case 'apiserver':
      return t('map.apiserver');
    case 'fold':
      return t('map.morePods', { count: element.netnses.length });
    case 'device': {
      const kind =
        element.device === 'bridge' || element.device === 'physical'
          ? t(`map.kind.${element.device}`)
          : element.device;
      return `${element.name}, ${kind}`;
    }
  }
}

function shortName(element: GraphElement, { t }: T): string {
  if (element.kind === 'device') return t('map.tree.deviceIn', { dev: element.name, netns: element.netns });
  return element.kind === 'machine' || element.kind === 'netns' ? element.name : nameOf(element, { t });
}
