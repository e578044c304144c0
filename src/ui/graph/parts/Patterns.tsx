import styles from '../capsule.module.css';

/** Fill patterns, so that a layer is known without its colour. `prefix` keeps the ids of two maps apart. */
export function Patterns({ prefix }: { readonly prefix: string }) {
  return (
    <defs>
      <pattern
        id={`${prefix}l3`}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V5" className={styles.patternL3} strokeWidth="1.6" opacity="0.38" />
      </pattern>
      <pattern id={`${prefix}l4`} width="5" height="5" patternUnits="userSpaceOnUse">
        <circle cx="1.5" cy="1.5" r="1" className={styles.patternL4} opacity="0.6" />
      </pattern>
      <pattern id={`${prefix}tun`} width="7" height="7" patternUnits="userSpaceOnUse">
        <path d="M0 0 7 7M7 0 0 7" className={styles.patternTun} strokeWidth="1" opacity="0.42" fill="none" />
      </pattern>
      <pattern
        id={`${prefix}drop`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <path d="M0 0V6" className={styles.patternDrop} strokeWidth="1.5" opacity="0.26" />
      </pattern>
    </defs>
  );
}
