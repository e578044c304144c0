import fc from 'fast-check';
import { expect, it } from 'vitest';
import { namesIn, noteFile, pathsSaying } from './folders';

const path = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd.conf'), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.join('/')}`);

it('says after any writes what a look at all paths would say', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(path, fc.option(fc.constantFrom('x', ' x\n', 'y'))), { maxLength: 40 }),
      (writes) => {
        const files = new Map<string, string>([['/a/z', '']]);
        // From here on there is an index.
        expect(namesIn(files, '/a')).toEqual(['z']);
        expect(pathsSaying(files, '/a', 'x')).toEqual([]);
        for (const [name, text] of writes) {
          const before = files.get(name);
          if (text !== null) files.set(name, text);
          else files.delete(name);
          noteFile(files, name, before, text ?? undefined);
        }
        for (const folder of ['', '/a', '/b', '/a/b', '/c/c']) {
          const right = [...files.keys()].filter(
            (one) => one.startsWith(`${folder}/`) && !one.slice(folder.length + 1).includes('/'),
          );
          expect(namesIn(files, folder)).toEqual(right.map((one) => one.slice(folder.length + 1)).sort());
          const saying = right.filter((one) => files.get(one)?.trim() === 'x').sort();
          expect([...pathsSaying(files, folder, 'x')].sort()).toEqual(saying);
        }
      },
    ),
  );
});
