import { memo, useMemo } from 'react';
import type { FocusEventHandler, KeyboardEventHandler } from 'react';
import type { GraphElement, StepMarks } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import type { Scene } from './scene';
import { boxOf } from './scene';
import { spoken } from './spoken';
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
  marks,
  active,
  selected,
  idPrefix,
  ...handlers
}: {
  readonly scene: Scene;
  readonly way: Way;
  readonly marks: StepMarks | null;
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
        <TreeItem
          key={item.element.id}
          item={item}
          level={1}
          {...{ scene, way, marks, selected, idPrefix }}
        />
      ))}
    </ul>
  );
});

function TreeItem({
  item,
  level,
  scene,
  way,
  marks,
  selected,
  idPrefix,
}: {
  readonly item: Item;
  readonly level: number;
  readonly scene: Scene;
  readonly way: Way;
  readonly marks: StepMarks | null;
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
      aria-label={spoken(element, { scene, way, marks }, texts)}
    >
      {children.length > 0 && (
        <ul role="group">
          {children.map((child) => (
            <TreeItem
              key={child.element.id}
              item={child}
              level={level + 1}
              {...{ scene, way, marks, selected, idPrefix }}
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
    .filter((element) => element.kind === 'machine' || element.kind === 'apiserver')
    .map((element) => {
      if (element.kind === 'apiserver') return { element, children: [] };
      const within = elements.filter(
        (part) => (part.kind === 'netns' || part.kind === 'fold') && part.machine === element.name,
      );
      const children = within.map((part) => ({
        element: part,
        children: part.kind === 'netns' ? inside(part.name) : [],
      }));
      return { element, children };
    });
}
