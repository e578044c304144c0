/** Goal: no question is begun while another is being answered, and one that fails holds nobody up. */
import { expect, test } from 'vitest';
import { inTurn } from './in-turn';

test('questions are answered in the order in which they came, one at a time', async () => {
  const seen: string[] = [];
  const door = inTurn({
    async slow(name: string) {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(`${name} ends`);
      return name;
    },
    quick: (name: string) => {
      seen.push(name);
      return Promise.resolve(name);
    },
  });
  const answers = await Promise.all([door.slow('a'), door.quick('b'), door.slow('c')]);
  expect(answers).toEqual(['a', 'b', 'c']);
  expect(seen).toEqual(['a begins', 'a ends', 'b', 'c begins', 'c ends']);
});

test('a question that fails fails alone', async () => {
  const door = inTurn({
    bad: (): Promise<string> => {
      throw new Error('no');
    },
    good: () => Promise.resolve('yes'),
  });
  const bad = door.bad();
  const good = door.good();
  await expect(bad).rejects.toThrow('no');
  expect(await good).toBe('yes');
});
