import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './Icon';
import styles from './Button.module.css';

interface Looks {
  readonly variant?: 'plain' | 'primary' | 'quiet';
  readonly size?: 'normal' | 'small';
}

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'>;

function classOf({ variant = 'plain', size = 'normal' }: Looks, ...more: (string | undefined)[]): string {
  const looks = [
    styles.button,
    variant === 'plain' ? undefined : styles[variant],
    size === 'small' ? styles.small : undefined,
  ];
  return [...looks, ...more].filter(Boolean).join(' ');
}

/** A button with words, and an icon before them if wanted. */
export function Button({
  variant = 'plain',
  size = 'normal',
  icon,
  submit = false,
  children,
  ...rest
}: Looks &
  Native & {
    readonly icon?: IconName;
    /** Sends the form it is in. */
    readonly submit?: boolean;
    readonly children: ReactNode;
  }) {
  return (
    <button type={submit ? 'submit' : 'button'} className={classOf({ variant, size })} {...rest}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}

/** A button that is only an icon; `label` is its name, for the ear and as a tip. */
export function IconButton({
  variant = 'plain',
  size = 'normal',
  icon,
  label,
  ...rest
}: Looks & Native & { readonly icon: IconName; readonly label: string }) {
  return (
    <button
      type="button"
      className={classOf({ variant, size }, styles.icon)}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={size === 'small' ? 13 : 15} />
    </button>
  );
}
