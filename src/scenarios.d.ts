/** What tools/read-labs.mjs makes of files below scenarios/; catalog.ts says what is in which. */
declare module '*.yaml?read' {
  const read: unknown;
  export default read;
}
