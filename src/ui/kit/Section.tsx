import { useId } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Section.module.css';

/** A part of a panel that folds away under its heading. */
export function Section({
  title,
  aside,
  open,
  onToggle,
  children,
}: {
  readonly title: string;
  /** What stands at the right end of the heading. */
  readonly aside?: ReactNode;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}) {
  const bodyId = useId();
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-controls={open ? bodyId : undefined}
            onClick={onToggle}
          >
            <Icon name={open ? 'down' : 'right'} size={13} />
            {title}
          </button>
        </h3>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {open && <div id={bodyId}>{children}</div>}
    </section>
  );
}
