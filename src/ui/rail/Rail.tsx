import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import type { IconName } from '../kit/Icon';
import type { SidePanel } from '../state/store';
import { usePage, usePageState } from '../state/usePage';
import styles from './Rail.module.css';

/** What one can open beside the map. Pressing an open entry closes it and gives its room to the map. */
export function Rail() {
  const { t } = useTexts();
  const { select, openTerminal, closeTerminal } = usePage();
  const side = usePageState((state) => state.side);
  const tab = usePageState((state) => state.tab);
  const editing = usePageState((state) => state.editing);
  const kernel = usePageState((state) => state.kernel);
  const terminal = usePageState((state) => state.terminal.open);
  const cluster = usePageState((state) => (state.info?.cluster ?? null) !== null);

  const sideEntry = (panel: SidePanel, icon: IconName) => (
    <Entry
      icon={icon}
      label={t(`ui.rail.${panel}`)}
      pressed={side === panel}
      onPress={() => select({ side: side === panel ? null : panel })}
    />
  );

  return (
    <nav className={styles.rail} aria-label={t('ui.rail.name')} data-panel="rail" tabIndex={-1}>
      {sideEntry('lab', 'lab')}
      {sideEntry('lesson', 'lesson')}
      {sideEntry('journal', 'journal')}
      {sideEntry('library', 'library')}
      {cluster && sideEntry('objects', 'objects')}
      <Entry
        icon="edit"
        label={t('editor.edit')}
        pressed={editing}
        onPress={() => select({ editing: !editing })}
      />
      <Entry
        icon="kernel"
        label={t('ui.rail.kernel')}
        pressed={kernel}
        onPress={() => select({ kernel: !kernel })}
      />
      <Entry
        icon="tables"
        label={t('ui.rail.tables')}
        pressed={tab === 'tables'}
        onPress={() => select({ tab: tab === 'tables' ? 'packet' : 'tables' })}
      />
      <Entry
        icon="terminal"
        label={t('terminal.open')}
        pressed={terminal}
        onPress={() => (terminal ? closeTerminal(null) : openTerminal(null))}
      />
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
