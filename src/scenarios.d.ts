/** What tools/read-labs.mjs makes of a file below scenarios/; catalog.ts says what is in which. */
declare module '*.yaml?read' {
  const read: unknown;
  export default read;
}

/** The addresses of the files that hold a lab built, by the form's name (core/session.built.ts); none on a server for development. */
declare module '*.yaml?built' {
  const built: Readonly<Record<string, string>>;
  export default built;
}
