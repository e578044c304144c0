import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Scene } from './scene';
import { boxOf } from './scene';
import type { Heading } from './walk';
import { neighbour, nextInOrder, walkOrder } from './walk';

const HEADINGS: Readonly<Record<string, Heading>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The element the keyboard is at, and the keys that lead on from there. */
export function useWalking(
  scene: Scene,
  start: string | null,
  actions: {
    readonly onSelect: (id: string | null) => void;
    readonly onZoom: (factor: number) => void;
    readonly onFit: () => void;
    readonly onArrive: (id: string) => void;
  },
) {
  const [place, setPlace] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const order = walkOrder(scene);
  const active = place !== null && boxOf(scene, place) ? place : (start ?? order[0] ?? null);

  const arrive = (id: string | null | undefined): void => {
    if (!id) return;
    setPlace(id);
    actions.onArrive(id);
  };
  const act = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const heading = HEADINGS[event.key];
    const by = heading === 'down' ? 1 : heading === 'up' ? -1 : null;
    if (event.shiftKey && by !== null) arrive(active === null ? null : nextInOrder(scene, active, by));
    else if (heading) arrive(active === null ? null : neighbour(scene, active, heading));
    else if (event.key === 'Home') arrive(order[0]);
    else if (event.key === 'End') arrive(order.at(-1));
    else if (event.key === 'Enter' || event.key === ' ') actions.onSelect(active);
    else if (event.key === 'Escape') actions.onSelect(null);
    else if (event.key === '+' || event.key === '=') actions.onZoom(1.25);
    else if (event.key === '-') actions.onZoom(1 / 1.25);
    else if (event.key === '0') actions.onFit();
    else return false;
    return true;
  };
  return {
    active: focused ? active : null,
    handlers: {
      onKeyDown: (event: KeyboardEvent) => {
        if (!act(event)) return;
        // The page has keys of its own; here they walk.
        event.preventDefault();
        event.stopPropagation();
      },
      onFocus: () => {
        setPlace(start);
        setFocused(true);
      },
      onBlur: () => setFocused(false),
    },
  };
}
