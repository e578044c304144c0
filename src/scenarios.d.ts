/** What tools/read-labs.mjs makes of a file below scenarios/; catalog.ts says what is in which. */
declare module '*.yaml?read' {
  const read: unknown;
  export default read;
}

/** Where a lab is that comes built (`BuiltFiles`); null on a server for development. */
declare module '*.yaml?built' {
  const built: unknown;
  export default built;
}
