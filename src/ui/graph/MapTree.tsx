import { memo, useMemo } from 'react';
import type { FocusEventHandler, KeyboardEventHandler } from 'react';
import type { GraphElement } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import type { Texts } from '../../i18n/setup';
import type { Scene } from './scene';
import { boxOf } from './scene';
import type { Way } from './way';
import styles from './tree.module.css';

interface Item {
  readonly element: GraphElement;
  readonly children: readonly Item[];
}

/**
 * The map for those who do not see it: machines, their namespaces, their devices. It is the map's one tab stop; the
 * element the keyboard is at is marked in the drawing.
 */
export const MapTree = memo(function MapTree({
  scene,
  way,
  active,
  selected,
  idPrefix,
  ...handlers
}: {
  readonly scene: Scene;
  readonly way: Way;
  readonly active: string | null;
  readonly selected: string | null;
  readonly idPrefix: string;
  readonly onKeyDown: KeyboardEventHandler;
  readonly onFocus: FocusEventHandler;
  readonly onBlur: FocusEventHandler;
}) {
  const { t } = useTexts();
  const items = useMemo(() => nested(scene), [scene]);
  return (
    <ul
      className={styles.tree}
      role="tree"
      tabIndex={0}
      aria-label={t('map.tree.label')}
      aria-description={t('map.tree.keys')}
      aria-activedescendant={active === null ? undefined : idPrefix + active}
      {...handlers}
    >
      {items.map((item) => (
        <TreeItem key={item.element.id} item={item} level={1} {...{ scene, way, selected, idPrefix }} />
      ))}
    </ul>
  );
});

function TreeItem({
  item,
  level,
  scene,
  way,
  selected,
  idPrefix,
}: {
  readonly item: Item;
  readonly level: number;
  readonly scene: Scene;
  readonly way: Way;
  readonly selected: string | null;
  readonly idPrefix: string;
}) {
  const texts = useTexts();
  const { element, children } = item;
  return (
    <li
      id={idPrefix + element.id}
      role="treeitem"
      aria-level={level}
      aria-selected={element.id === selected}
      aria-expanded={children.length > 0 ? true : undefined}
      aria-label={spoken(element, scene, way, texts)}
    >
      {children.length > 0 && (
        <ul role="group">
          {children.map((child) => (
            <TreeItem
              key={child.element.id}
              item={child}
              level={level + 1}
              {...{ scene, way, selected, idPrefix }}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function nested(scene: Scene): Item[] {
  const elements = scene.graph.elements.filter((element) => boxOf(scene, element.id));
  const inside = (netns: string): Item[] =>
    elements
      .filter(
        (element) => (element.kind === 'device' || element.kind === 'routing') && element.netns === netns,
      )
      .map((element) => ({ element, children: [] }));
  return elements
    .filter((element) => element.kind === 'machine')
    .map((machine) => ({
      element: machine,
      children: elements
        .filter((element) => element.kind === 'netns' && element.machine === machine.name)
        .map((element) => ({ element, children: element.kind === 'netns' ? inside(element.name) : [] })),
    }));
}

/** What is said of an element: its name, what it is, its addresses, what it is joined to, whether the packet is there. */
function spoken(element: GraphElement, scene: Scene, way: Way, { t }: Texts): string {
  const parts = [nameOf(element, { t })];
  if (element.kind === 'device') parts.push(...(element.up ? [] : [t('map.down')]));
  if (element.kind !== 'routing') parts.push(...element.addresses);
  if (element.kind === 'routing') parts.push(t('map.routes', { count: element.routes.length }));
  const joined = (scene.joins.get(element.id) ?? []).flatMap((wire) => {
    const other = scene.elements.get(wire.from === element.id ? wire.to : wire.from);
    return other ? [shortName(other, { t })] : [];
  });
  if (joined.length > 0) parts.push(t('map.tree.joined', { names: joined.join(', ') }));
  if (way.here === element.id) parts.push(t('map.tree.here'));
  return parts.join(', ');
}

function nameOf(element: GraphElement, texts: Pick<Texts, 't'>): string {
  const { t } = texts;
  if (element.kind === 'machine') return `${element.name}, ${t(`map.role.${element.role}`)}`;
  if (element.kind === 'netns') return element.root ? t('map.rootNetns') : `${element.name}, netns`;
  if (element.kind === 'routing') return t('map.routing');
  return `${element.name}, ${element.device === 'bridge' ? t('map.kind.bridge') : element.device === 'physical' ? t('map.kind.physical') : element.device}`;
}

function shortName(element: GraphElement, { t }: Pick<Texts, 't'>): string {
  if (element.kind === 'routing') return t('map.routing');
  return element.kind === 'device'
    ? t('map.tree.deviceIn', { dev: element.name, netns: element.netns })
    : element.name;
}
