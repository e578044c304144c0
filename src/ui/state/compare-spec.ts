/**
 * What is compared, as the address has it: `flannel-vxlan~backend.host-gw/flannel-vxlan?ping-across`. A side is a lab and the
 * options that differ from its file; what stands behind the question mark is the send that all of them perform.
 */
import type { Chosen, LabInfo } from '../../core/index';

export interface SideSpec {
  readonly lab: string;
  readonly choices: Chosen;
}

export interface CompareSpec {
  readonly sides: readonly SideSpec[];
  /** Null for the first one that all sides have. */
  readonly send: string | null;
}

export const SIDES_MIN = 2;
export const SIDES_MAX = 3;
/** Names of labs, choices, options and sends. */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Null for what is no such text. */
export function parseSpec(text: string): CompareSpec | null {
  const [path = '', send, ...more] = text.split('?');
  const sides = path.split('/').map(parseSide);
  if (more.length > 0 || sides.length < SIDES_MIN || sides.length > SIDES_MAX) return null;
  if (send !== undefined && !NAME.test(send)) return null;
  const known = sides.filter((side) => side !== null);
  return known.length < sides.length ? null : { sides: known, send: send ?? null };
}

function parseSide(text: string): SideSpec | null {
  const [lab = '', ...options] = text.split('~');
  const pairs = options.map((option) => option.split('.'));
  if (!NAME.test(lab) || pairs.some((pair) => pair.length !== 2 || !pair.every((name) => NAME.test(name))))
    return null;
  return { lab, choices: Object.fromEntries(pairs) as Chosen };
}

export function formatSpec({ sides, send }: CompareSpec): string {
  const path = sides.map(({ lab, choices }) =>
    [lab, ...Object.entries(choices).map(([choice, option]) => `${choice}.${option}`)].join('~'),
  );
  return `${path.join('/')}${send === null ? '' : `?${send}`}`;
}

/** The comparison that says most about the page: a tunnel and plain routes. */
const DEFAULT: CompareSpec = {
  sides: [
    { lab: 'flannel-vxlan', choices: {} },
    { lab: 'flannel-vxlan', choices: { backend: 'host-gw' } },
    { lab: 'flannel-vxlan', choices: { backend: 'udp' } },
  ],
  send: 'ping-across',
};

/** What is compared when somebody wants to and says no more: the open lab as it is and with its next option. */
export function specFor(info: Pick<LabInfo, 'id' | 'choices'> | null): string {
  const choice = info?.choices.find(({ options }) => options.length > 1);
  if (!info || !choice) return formatSpec(DEFAULT);
  const names = choice.options.map(({ name }) => name);
  const next = names[(names.indexOf(choice.chosen) + 1) % names.length] ?? choice.default;
  const chosen = info.choices.filter((one) => one.chosen !== one.default);
  const own = Object.fromEntries(chosen.map((one) => [one.name, one.chosen]));
  return formatSpec({
    sides: [
      { lab: info.id, choices: own },
      { lab: info.id, choices: { ...own, [choice.name]: next } },
    ],
    send: null,
  });
}
