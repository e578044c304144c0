/** What there is to play. */
import type { Session } from '../../core/session';
import { localized } from '../../i18n/language';
import type { PlainTexts } from '../../i18n/plain';
import { catalog } from './find';
import { padTo } from './paint';

/** The built-in labs, under their headings. */
export function listLabs({ language }: PlainTexts): string[] {
  return catalog().flatMap(({ title, labs }, index) => [
    ...(index > 0 ? [''] : []),
    localized(title, language),
    ...twoColumns(labs.map((lab) => [lab.name, localized(lab.title, language)])),
  ]);
}

/** One lab: what it shows, its sends, where commands can be typed. */
export function listLab({ t, language }: PlainTexts, session: Session): string[] {
  const { info, world } = session;
  const sends = info.sends.map((send): [string, string] => [
    send.name,
    `${localized(send.title, language)}   ${send.netns}: ${send.command}`,
  ]);
  const choices = info.choices.map(({ name, options, default: usual }): [string, string] => [
    name,
    options.map((option) => (option.name === usual ? `${option.name}*` : option.name)).join(' '),
  ]);
  const netns = world.netns.flatMap((ns) => (ns === undefined ? [] : [ns.name]));
  return [
    `${info.id}   ${localized(info.title, language)}`,
    localized(info.summary, language),
    '',
    ...(choices.length > 0 ? [t('cli.choices', {}), ...twoColumns(choices), ''] : []),
    t('cli.sends', {}),
    ...(sends.length > 0 ? twoColumns(sends) : [`  ${t('cli.noSends', {})}`]),
    '',
    t('cli.netns', {}),
    `  ${netns.join(' ')}`,
  ];
}

function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${padTo(left, width + 3)}${right}`);
}
