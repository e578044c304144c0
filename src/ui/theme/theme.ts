/** The looks of the page. */
export type Theme = 'light' | 'dark' | 'projector';

/** The theme that a choice comes to on a system that does or does not prefer dark. */
export function themeOf(choice: Theme | 'system', prefersDark: boolean): Theme {
  if (choice !== 'system') return choice;
  return prefersDark ? 'dark' : 'light';
}
