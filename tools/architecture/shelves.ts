import type { Shelf } from '../../src/architecture.table';
import { importsOf } from './imports';
import { isTest, withoutExtension } from './modules';
import type { Modules } from './modules';

/** Members of a shelf without a test beside them, or missing from the shelf's list. */
export function shelfFaults(modules: Modules, shelf: Shelf): string[] {
  const prefix = `${shelf.folder}/`;
  const files = [...modules.keys()]
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.slice(prefix.length));
  if (files.length === 0) return [];

  const list = modules.get(`${prefix}index.ts`);
  if (list === undefined) return [`${shelf.folder}: has no index.ts that lists its members`];
  // Members that are fetched when somebody needs one of them are listed in a file of their own.
  const others = modules.get(`${prefix}others.ts`) ?? '';
  const named = new Set(
    importsOf('index.ts', `${list}\n${others}`).map(({ specifier }) => memberOf(specifier.slice(2))),
  );

  const members = new Set(files.filter((file) => !isTest(file)).map(memberOf));
  for (const other of ['index', 'others', ...shelf.types]) members.delete(other);
  const faults: string[] = [];
  for (const member of members) {
    if (!files.some((file) => isTest(file) && tests(file, member))) {
      faults.push(`${prefix}${member}: has no test beside it`);
    }
    if (!named.has(member) && !shelf.shared.includes(member)) {
      faults.push(`${prefix}${member}: is not named in ${prefix}index.ts`);
    }
  }
  return faults;
}

/** A member is a file or a folder: `veth.ts` → `veth`, `ip/route.ts` → `ip`. */
const memberOf = (file: string): string => withoutExtension(file.split('/')[0] ?? file);

/** `tcp.test.ts`, `tcp.options.test.ts` and `tcp/parse.test.ts` all test `tcp`; `vxlan.rx.test.ts` tests `vxlan.rx`. */
const tests = (file: string, member: string): boolean => {
  const first = file.split('/')[0] ?? file;
  return first === member || first.startsWith(`${member}.`);
};
