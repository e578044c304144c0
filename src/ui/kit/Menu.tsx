import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './Icon';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  /** Name of the group it stands in; those of one group follow one another. */
  readonly group?: string;
  readonly icon?: IconName;
  readonly hint?: string;
  readonly current?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** Keys pressed within so many milliseconds of one another are one word that is looked for. */
const WORD_MS = 700;

/**
 * A button that opens a list of actions. Arrows walk, letters go to the next entry that has them, Enter takes, Escape
 * closes and gives the focus back.
 */
export function Menu({
  label,
  trigger,
  triggerClass,
  triggerLabel,
  items,
  onOpen,
  side = 'below',
  align = 'start',
  wide = false,
}: {
  /** Name of the menu; of the button too when `trigger` has no words. */
  readonly label: string;
  readonly trigger: ReactNode;
  readonly triggerClass: string | undefined;
  /** Name of the button, where what it shows says too little; the tip as well. */
  readonly triggerLabel?: string;
  /** They may come while it is open. */
  readonly items: readonly MenuItem[];
  readonly onOpen?: () => void;
  readonly side?: 'above' | 'below';
  readonly align?: 'start' | 'end';
  /** Entries have sentences to be read. */
  readonly wide?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const typed = useRef({ word: '', at: 0 });
  const listId = useId();

  const filled = items.length > 0;
  useEffect(() => {
    if (open && filled) entries(root.current)[0]?.focus();
  }, [open, filled]);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  const unfold = () => {
    onOpen?.();
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      unfold();
      return;
    }
    const all = entries(root.current);
    const now = all.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Readonly<Record<string, () => void>> = {
      Escape: close,
      Tab: () => setOpen(false),
      ArrowDown: () => all[(now + 1) % all.length]?.focus(),
      ArrowUp: () => all[(now + all.length - 1) % all.length]?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
    };
    const move = moves[event.key] ?? (isLetter(event) ? () => lookFor(event, all, now) : null);
    if (!move) return;
    if (event.key !== 'Tab') event.preventDefault();
    move();
  };

  const lookFor = ({ key, timeStamp }: KeyboardEvent, all: readonly HTMLButtonElement[], now: number) => {
    const { word, at } = typed.current;
    const wanted = timeStamp - at < WORD_MS ? word + key.toLowerCase() : key.toLowerCase();
    typed.current = { word: wanted, at: timeStamp };
    // A word that grows may still be the one where the focus is.
    const from = wanted.length > 1 ? now : now + 1;
    const turned = [...all.slice(from), ...all.slice(0, from)];
    turned.find(({ textContent }) => textContent.toLowerCase().includes(wanted))?.focus();
  };

  return (
    <div ref={root} className={styles.menu} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-label={triggerLabel}
        title={triggerLabel}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => (open ? setOpen(false) : unfold())}
      >
        {trigger}
      </button>
      {open && (
        <div
          id={listId}
          role="menu"
          aria-label={label}
          className={[styles.list, styles[side], styles[align], wide && styles.wide]
            .filter(Boolean)
            .join(' ')}
        >
          {grouped(items).map(({ name, members }) => {
            const buttons = members.map((item) => (
              <button
                key={item.id}
                type="button"
                role="menuitem"
                tabIndex={-1}
                className={styles.item}
                disabled={item.disabled}
                aria-current={item.current ? 'true' : undefined}
                onClick={() => {
                  close();
                  item.run();
                }}
              >
                {item.icon && <Icon name={item.icon} size={14} />}
                {item.label}
                {item.hint && <span className={styles.hint}>{item.hint}</span>}
              </button>
            ));
            return name === undefined ? (
              buttons
            ) : (
              <div key={name} role="group" aria-label={name} className={styles.group}>
                <div className={styles.groupName} aria-hidden="true">
                  {name}
                </div>
                {buttons}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

function entries(root: HTMLElement | null): HTMLButtonElement[] {
  return [...(root?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]:enabled') ?? [])];
}

const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;

/** Items in their order, those of one group together. */
function grouped(
  items: readonly MenuItem[],
): readonly { readonly name: string | undefined; readonly members: readonly MenuItem[] }[] {
  const groups: { name: string | undefined; members: MenuItem[] }[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && last.name === item.group) last.members.push(item);
    else groups.push({ name: item.group, members: [item] });
  }
  return groups;
}
