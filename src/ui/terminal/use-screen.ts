import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useTypeScale } from '../kit/useTypeScale';
import { usePage } from '../state/usePage';
import { createController } from './controller';
import type { Controller, Wishes } from './controller';
import { createHistory } from './history';
import { createKeyGate } from './keyboard';
import { createScreen } from './XtermPort';
import type { Screen } from './XtermPort';

/** Size of type, CSS pixels, before the theme's scale. */
const TYPE = 12;

type PanelWishes = Omit<Wishes, 'screen' | 'history'> & { readonly copy: (text: string) => void };

/** A screen and the controller behind it. */
export interface Made {
  readonly screen: Screen;
  readonly controller: Controller;
}

/** A screen in `field` with a controller behind it, for as long as the component lives; null before it is there. */
export function useScreen({
  field,
  lab,
  label,
  hintId,
  reader,
  wishes,
}: {
  readonly field: RefObject<HTMLDivElement | null>;
  readonly lab: string;
  readonly label: string;
  readonly hintId: string;
  readonly reader: boolean;
  readonly wishes: PanelWishes;
}): Made | null {
  const { histories, ahead } = usePage();
  const fontSize = TYPE * useTypeScale();
  const [made, setMade] = useState<Made | null>(null);
  /** What the screen asks for; it lives longer than one drawing. */
  const now = useRef({ wishes, label, reader, fontSize });
  useEffect(() => {
    now.current = { wishes, label, reader, fontSize };
  });

  useEffect(() => {
    const parent = field.current;
    if (!parent) return;
    const { current } = now;
    const screen = createScreen({
      ...{ parent, fontSize: current.fontSize, reader: current.reader },
      ...{ label: current.label, describedBy: hintId },
      typed: (data) => driver.keys(data),
      pasted: (text) => driver.paste(text),
      copied: (text) => now.current.wishes.copy(text),
      key: createKeyGate({
        copy: () => {
          const selected = screen.selection();
          if (selected === '') return false;
          now.current.wishes.copy(selected);
          screen.deselect();
          return true;
        },
        scroll: (pages) => screen.scrollPages(pages),
        escape: () => driver.escape(),
      }),
      resized: () => driver.resized(),
      followed: (uri) => driver.followed(uri),
    });
    const driver = createController({
      screen,
      history: createHistory(histories, lab),
      type: (...typed) => now.current.wishes.type(...typed),
      interrupt: (netns) => now.current.wishes.interrupt(netns),
      complete: (...asked) => now.current.wishes.complete(...asked),
      close: (netns) => now.current.wishes.close(netns),
      walk: (index) => now.current.wishes.walk(index),
      ask: (lines) => now.current.wishes.ask(lines),
      refused: (paste) => now.current.wishes.refused(paste),
      changed: (sheet) => now.current.wishes.changed(sheet),
    });
    setMade({ screen, controller: driver });
    const observer = new ResizeObserver(() => screen.fit());
    observer.observe(parent);
    return () => {
      ahead.left();
      observer.disconnect();
      setMade(null);
      screen.destroy();
    };
  }, [field, histories, ahead, lab, hintId]);

  useEffect(() => made?.screen.dress({ fontSize, reader, label }), [made, fontSize, reader, label]);
  return made;
}
