import styles from './ObjectsPanel.module.css';

/** A line of text in a form, with what is wrong with it below. */
export function TextField({
  label,
  wrong,
  value,
  required = false,
  onChange,
}: {
  readonly label: string;
  /** What is wrong with what was typed. */
  readonly wrong: string | null;
  readonly value: string;
  readonly required?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={styles.field}>
      {label}
      <input
        type="text"
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={wrong !== null}
        required={required}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong !== null && (
        <span className={styles.wrong} role="alert">
          {wrong}
        </span>
      )}
    </label>
  );
}

/** A choice in a form; the first option is an empty value where `any` says what it means. */
export function Choice({
  label,
  any = null,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly any?: string | null;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={styles.field}>
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {any !== null && <option value="">{any}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is typed for a form: `kubectl apply` with a manifest. */
export function TypedManifest({
  label,
  netns,
  manifest,
}: {
  readonly label: string;
  readonly netns: string;
  readonly manifest: string;
}) {
  return (
    <pre className={styles.yaml} tabIndex={0} role="region" aria-label={label}>
      {`${netns}$ kubectl apply -f - <<EOF\n${manifest}EOF`}
    </pre>
  );
}
