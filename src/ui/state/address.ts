/**
 * The address of an instant: `#/lab/<id>?<inputs and place>`, for a lab of one's own `#/own/<packed lab>?…`,
 * for the question which network fits `#/choose/<answers>`,
 * for labs side by side `#/compare/<side>/<side>?<send>` (compare-spec.ts). It lives in the fragment, which no server ever sees.
 * What stands after the question mark is made and read by the core (`encodeShared`, `decodeShared`).
 */
export type Address =
  | { readonly kind: 'home' }
  /** `shared` is null for a lab as it comes; empty when its inputs were all taken back. */
  | { readonly kind: 'lab'; readonly lab: string; readonly shared: string | null }
  /** `packed` is null for the lab that this browser keeps, being too long for an address. */
  | { readonly kind: 'own'; readonly packed: string | null; readonly shared: string | null }
  /** Labs side by side, as `parseSpec` reads it. */
  | { readonly kind: 'compare'; readonly spec: string }
  /** What somebody says of a network; empty when nothing is said. */
  | { readonly kind: 'choose'; readonly answers: string }
  | { readonly kind: 'mangled'; readonly text: string };

/** What follows the lab is not longer than this when it was made by us. */
const LONGEST = 20_000;

/** A tunnel beside plain routes. */
export const USUAL_PAIR = 'flannel-vxlan/flannel-vxlan~backend.host-gw?ping-across';

export function parseAddress(hash: string): Address {
  const text = hash.replace(/^#/, '');
  if (text === '' || text === '/') return { kind: 'home' };
  const own = /^\/own(?:\/([^/?]*))?(?:\?(.*))?$/s.exec(text);
  // How long a packed lab may be is known to whoever unpacks it.
  if (own !== null && (own[2]?.length ?? 0) <= LONGEST) {
    return { kind: 'own', packed: own[1] || null, shared: own[2] ?? null };
  }
  // Who leaves out what to compare gets what most want to see side by side.
  if (/^\/compare\/?$/.test(text)) return { kind: 'compare', spec: USUAL_PAIR };
  const compared = /^\/compare\/(.+)$/s.exec(text);
  if (compared?.[1] !== undefined && text.length <= LONGEST) return { kind: 'compare', spec: compared[1] };
  const chosen = /^\/choose(?:\/([\w.-]*))?$/.exec(text);
  if (chosen !== null && text.length <= LONGEST) return { kind: 'choose', answers: chosen[1] ?? '' };
  const match = /^\/lab\/([^/?]+)\/?(?:\?(.*))?$/s.exec(text);
  const lab = match?.[1] === undefined ? null : decode(match[1]);
  if (lab === null || lab === '' || text.length > LONGEST)
    return { kind: 'mangled', text: text.slice(0, 200) };
  return { kind: 'lab', lab, shared: match?.[2] ?? null };
}

/** `lab` is the id of a lab, or a lab of one's own, packed. */
export function formatAddress(
  lab: string | { readonly packed: string | null },
  shared: string | null,
): string {
  const path = typeof lab === 'string' ? `#/lab/${encodeURIComponent(lab)}` : ownPath(lab.packed);
  return shared === null ? path : `${path}?${shared}`;
}

/** The address of labs side by side. */
export function compareAddress(spec: string): string {
  return `#/compare/${spec}`;
}

/** The address of the question which network fits. */
export function chooseAddress(answers: string): string {
  return answers === '' ? '#/choose' : `#/choose/${answers}`;
}

function ownPath(packed: string | null): string {
  return packed === null ? '#/own' : `#/own/${packed}`;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The browser's address bar. */
export interface AddressBar {
  readonly read: () => string;
  /** Changes the address without a new entry in the history, unless the reader has just changed it: he is told next. */
  readonly replace: (hash: string) => void;
  /** The same with a new entry: one can go back to the address before. */
  readonly push: (hash: string) => void;
  /** Calls back when the reader changes the address; returns how to stop. */
  readonly listen: (changed: () => void) => () => void;
}

/** The address bar of a window. */
export function addressBarOf(window: Window): AddressBar {
  /** The address that whoever listens knows; null while nobody does. The browser tells of a change only in its next turn. */
  let known: string | null = null;
  const change = (write: () => void): void => {
    if (known !== null && window.location.hash !== known) return;
    write();
    if (known !== null) known = window.location.hash;
  };
  return {
    read: () => window.location.hash,
    replace: (hash) => change(() => window.history.replaceState(window.history.state, '', hash)),
    push: (hash) => change(() => window.history.pushState(null, '', hash)),
    listen(changed) {
      known = window.location.hash;
      const told = (): void => {
        known = window.location.hash;
        changed();
      };
      window.addEventListener('hashchange', told);
      return () => {
        known = null;
        window.removeEventListener('hashchange', told);
      };
    },
  };
}
