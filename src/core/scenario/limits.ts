/** Bounds on documents from outside. Whatever is beyond them is refused with a problem that names the bound. */

/** Far more than any lab needs, and little enough that even the worst YAML is refused within a moment. */
export const MAX_FILE_CHARS = 262_144;
/** Nodes that aliases (`*x`) may expand to: see maxAliasCount of the yaml library. */
export const MAX_ALIASES = 100;
/** Levels of nesting: see depth.ts. */
export const MAX_DEPTH = 64;
export const MAX_MACHINES = 200;
export const MAX_CABLES = 1000;
/** Nodes of a fabric: with an interface of the cloud's for each, that many machines twice. */
export const MAX_FABRIC_NODES = 90;
export const MAX_ALLOWED = 50;
/** Of four bytes (RFC 6793). */
export const MAX_AS_NUMBER = 4_294_967_295;
/** Manifests beside the Lab document. */
export const MAX_MANIFESTS = 1000;
export const MAX_FAULTS = 20;
export const MAX_CHOICES = 8;
export const MAX_OPTIONS = 20;
export const MAX_PATCHES = 50;
/** Files a machine is given before its commands run. */
export const MAX_FILES = 50;
export const MAX_COMMANDS = 5000;
export const MAX_COMMAND_CHARS = 2000;
/** What a command is given to read. */
export const MAX_STDIN_CHARS = MAX_FILE_CHARS;
export const MAX_SENDS = 100;
export const MAX_SERVICES = 200;
/** More problems than this help nobody. */
export const MAX_PROBLEMS = 20;
export const MAX_SHARED_CHARS = 16_384;
export const MAX_SHARED_INPUTS = 500;
