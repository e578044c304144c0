/** Goal: what needs a part that is not there is done again once it was fetched; a shelf hands out what is at hand at once. */
import { expect, test } from 'vitest';
import { MissingPart, Part, loadAllParts, withParts } from './part';
import { shelf } from './shelf';

interface Member {
  readonly kind: string;
  readonly from: string;
}

const near: Member = { kind: 'near', from: 'here' };
const far: Member = { kind: 'far', from: 'there' };

function counted() {
  const fetched = { times: 0 };
  const part = new Part<readonly Member[]>('far things', async () => {
    fetched.times += 1;
    return Promise.resolve([far]);
  });
  return { fetched, part };
}

test('a part is fetched once, when work first lacks it', async () => {
  const { fetched, part } = counted();
  expect(() => part.content).toThrow(MissingPart);
  const attempts: number[] = [];
  const work = () => {
    attempts.push(fetched.times);
    return part.content[0]?.from;
  };
  expect(await withParts(work)).toBe('there');
  expect(await withParts(work)).toBe('there');
  expect(attempts).toEqual([0, 1, 1]);
  expect(fetched.times).toBe(1);
});

test('what fails for another reason is not done again', async () => {
  let times = 0;
  const work = () => {
    times += 1;
    throw new Error('refused');
  };
  await expect(withParts(work)).rejects.toThrow('refused');
  expect(times).toBe(1);
});

test('a part that cannot be fetched says so, and is asked for again the next time', async () => {
  let online = false;
  const part = new Part('far things', async () =>
    online ? Promise.resolve('there') : Promise.reject(new Error('offline')),
  );
  await expect(withParts(() => part.content)).rejects.toThrow('offline');
  online = true;
  expect(await withParts(() => part.content)).toBe('there');
});

test('all parts are fetched, those too that a part brings', async () => {
  const inner: Part<string>[] = [];
  const outer = new Part('outer', async () => {
    inner.push(new Part('inner', async () => Promise.resolve('found')));
    return Promise.resolve(null);
  });
  await loadAllParts();
  expect(outer.isThere).toBe(true);
  expect(inner[0]?.content).toBe('found');
});

test('a shelf knows what is at hand without the rest, and everything with it', async () => {
  const { fetched, part } = counted();
  const members = shelf([near], part);
  expect(members.get('near')).toBe(near);
  expect(members.has('near')).toBe(true);
  expect(fetched.times).toBe(0);
  for (const ask of [
    () => members.get('far'),
    () => members.has('unheard of'),
    () => members.keys(),
    () => members.values(),
  ])
    expect(ask).toThrow(MissingPart);
  expect(await withParts(() => members.get('far'))).toBe(far);
  expect(members.get('unheard of')).toBeUndefined();
  expect(members.keys()).toEqual(['near', 'far']);
});

test('two members of one kind are an error wherever they stand', async () => {
  const part = new Part<readonly Member[]>('twins', async () => Promise.resolve([near]));
  await part.load();
  expect(() => shelf([near], part).keys()).toThrow("duplicate kind 'near'");
});
