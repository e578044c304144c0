import type { KeyboardEvent } from 'react';
import styles from './Tabs.module.css';

export interface Tab<V extends string> {
  readonly value: V;
  readonly label: string;
}

/** Id of the element that shows a tab's content; give it `role="tabpanel"` and {@link tabId} as its label. */
export const panelId = (list: string, value: string): string => `${list}-panel-${value}`;
export const tabId = (list: string, value: string): string => `${list}-tab-${value}`;

/** A row of tabs: one stop for the Tab key, arrows go from tab to tab. */
export function Tabs<V extends string>({
  id,
  label,
  tabs,
  value,
  onChange,
}: {
  /** Names the list in ids; unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    const now = tabs.findIndex((tab) => tab.value === value);
    const next = NEXT[event.key]?.(now, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    onChange(tab.value);
    document.getElementById(tabId(id, tab.value))?.focus();
  };
  return (
    <div className={styles.list} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={tabId(id, tab.value)}
          className={styles.tab}
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? panelId(id, tab.value) : undefined}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

const NEXT: Readonly<Record<string, (now: number, count: number) => number>> = {
  ArrowRight: (now, count) => (now + 1) % count,
  ArrowLeft: (now, count) => (now + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};
