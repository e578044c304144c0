import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Dialog } from '../kit/Dialog';
import { SPEEDS, THEME_CHOICES } from '../state/prefs';
import { usePage, usePageState } from '../state/usePage';
import styles from './SettingsDialog.module.css';

/** What the reader likes; kept in the browser. */
export function SettingsDialog() {
  const { t, language } = useTexts();
  const { select, setPrefs } = usePage();
  const prefs = usePageState((state) => state.prefs);
  return (
    <Dialog
      title={t('ui.settings.title')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      <Choices
        legend={t('ui.settings.theme')}
        name="theme"
        value={prefs.theme}
        choices={THEME_CHOICES.map((value) => ({ value, label: t(`ui.themes.${value}`) }))}
        onChange={(theme) => setPrefs({ theme })}
      />
      <Choices
        legend={t('ui.settings.language')}
        name="language"
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value].long, lang: value }))}
        onChange={(value) => setPrefs({ language: value })}
      />
      <Choices
        legend={t('ui.settings.speed')}
        name="speed"
        value={prefs.speed}
        choices={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        onChange={(speed) => setPrefs({ speed })}
      />
    </Dialog>
  );
}

function Choices<V extends string | number>({
  legend,
  name,
  value,
  choices,
  onChange,
}: {
  readonly legend: string;
  readonly name: string;
  readonly value: V;
  readonly choices: readonly { readonly value: V; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: V) => void;
}) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice} lang={choice.lang}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
