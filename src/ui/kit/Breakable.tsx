import { Fragment } from 'react';

const MAC = /((?:[0-9a-f]{2}:){3})(?=(?:[0-9a-f]{2}:){2}[0-9a-f]{2})/g;

/** Protocol text for a narrow place: a MAC address that must break breaks in its middle. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(MAC).map((piece, index) => (
    <Fragment key={index}>
      {piece}
      {index % 2 === 1 && <wbr />}
    </Fragment>
  ));
}
