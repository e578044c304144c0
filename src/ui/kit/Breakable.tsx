import { Fragment } from 'react';

/** After the middle of a MAC address, and before the length of a prefix. */
const BREAKS = /(?<=\b(?:[0-9a-f]{2}:){3})(?=(?:[0-9a-f]{2}:){2}[0-9a-f]{2}\b)|(?<=[0-9a-f:])(?=\/\d{1,3}\b)/;

/** Protocol text for a narrow place: an address that must break breaks in its middle, a prefix before its length. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(BREAKS).map((piece, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
