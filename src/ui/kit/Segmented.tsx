import styles from './Segmented.module.css';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Language of the label when it is not the page's. */
  readonly lang?: string;
  readonly title?: string;
}

/** A few choices side by side, one of them taken. */
export function Segmented<V extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly choices: readonly Choice<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  return (
    <div className={styles.group} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className={styles.choice}
          aria-pressed={choice.value === value}
          title={choice.title}
          lang={choice.lang}
          onClick={() => onChange(choice.value)}
        >
          <span className={styles.words}>
            <span>{choice.label}</span>
            <span aria-hidden="true">{choice.label}</span>
          </span>
        </button>
      ))}
    </div>
  );
}
