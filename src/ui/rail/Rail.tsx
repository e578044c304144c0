import { useTexts } from '../../i18n/setup';
import { specFor } from '../state/compare-spec';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import type { SidePanel } from '../state/store';
import { usePage, usePageState } from '../state/usePage';
import styles from './Rail.module.css';

/** What one can open beside the map. Pressing an open entry closes it and gives its room to the map. */
export function Rail() {
  const { t } = useTexts();
  const page = usePage();
  const { select, openTerminal, closeTerminal } = page;
  const side = usePageState((state) => state.side);
  const tab = usePageState((state) => state.tab);
  const editing = usePageState((state) => state.editing);
  const kernel = usePageState((state) => state.kernel);
  const compare = usePageState((state) => state.screen.kind === 'compare');
  const terminal = usePageState((state) => state.terminal.open);
  const cluster = usePageState((state) => (state.info?.cluster ?? null) !== null);

  /** What is pressed while labs are compared is there in the lab, which comes back first. */
  const entry = (icon: IconName, label: string, open: boolean, toggle: (open: boolean) => void) => (
    <Entry
      icon={icon}
      label={label}
      pressed={open && !compare}
      onPress={() => {
        if (compare) void page.compare(null);
        toggle(compare || !open);
      }}
    />
  );
  const sideEntry = (panel: SidePanel, icon: IconName) =>
    entry(icon, t(`ui.rail.${panel}`), side === panel, (open) => select({ side: open ? panel : null }));

  return (
    <nav className={styles.rail} aria-label={t('ui.rail.name')} data-panel="rail" tabIndex={-1}>
      {sideEntry('lab', 'lab')}
      {sideEntry('lesson', 'lesson')}
      {sideEntry('journal', 'journal')}
      {sideEntry('library', 'library')}
      {cluster && sideEntry('objects', 'objects')}
      {entry('edit', t('editor.edit'), editing, (open) => select({ editing: open }))}
      {entry('kernel', t('ui.rail.kernel'), kernel, (open) => select({ kernel: open }))}
      <Entry
        icon="compare"
        label={t('compare.open')}
        pressed={compare}
        onPress={() => void page.compare(compare ? null : specFor(page.store.getState().info))}
      />
      {entry('tables', t('ui.rail.tables'), tab === 'tables', (open) =>
        select({ tab: open ? 'tables' : 'packet' }),
      )}
      {entry('terminal', t('terminal.open'), terminal, (open) =>
        open ? openTerminal(null) : closeTerminal(null),
      )}
      <span className={styles.gap} />
      <Entry icon="help" label={t('ui.rail.help')} onPress={() => select({ dialog: 'help' })} />
      <Entry icon="settings" label={t('ui.rail.settings')} onPress={() => select({ dialog: 'settings' })} />
    </nav>
  );
}

function Entry({
  icon,
  label,
  pressed,
  onPress,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={styles.entry}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onPress}
    >
      <Icon name={icon} size={18} />
    </button>
  );
}
