/**
 * Goal: each lesson that is shipped can be taken from beginning to end, in every language.
 * Method: its recorded solution is played. Before it, no task of a step is done; after it, all are, and exactly one
 * option of each prediction came true: the one that the solution names.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { differenceOf, parseLesson, type Lesson } from '../core/lesson';
import { faultsOf, readSolution } from '../core/testing/solve-lesson';
import { openLab } from '../core/testing/open-lab';
import { parseLessonList } from '../core/scenario';
import { catalogText, labFile } from './labFiles';

const SCENARIOS = path.join(import.meta.dirname, '../../scenarios');
const LANGUAGES = ['en', 'zh-CN'] as const;
const read = (file: string) => readFileSync(path.join(SCENARIOS, file), 'utf8');
const lessons = readdirSync(SCENARIOS).filter((folder) =>
  existsSync(path.join(SCENARIOS, folder, 'lesson.en.md')),
);

function lessonIn(folder: string, language: string): Lesson {
  const file = `${folder}/lesson.${language}.md`;
  const lesson = parseLesson(`scenarios/${file}`, language, read(file));
  if (!lesson.ok) throw new Error(JSON.stringify(lesson.error, null, 1));
  return lesson.value;
}

const listed = parseLessonList('catalog.yaml', catalogText());

test('the catalogue names every lesson and nothing else', () => {
  expect(listed.map(({ name }) => name).sort()).toEqual([...lessons].sort());
});

describe.each(lessons)('%s', (folder) => {
  test('is named like its folder', () => expect(lessonIn(folder, 'en').id).toBe(folder));

  test('says the same in the catalogue', () => {
    const [en, zh] = LANGUAGES.map((language) => lessonIn(folder, language));
    const words = (field: 'title' | 'summary') => ({ en: en?.[field], 'zh-CN': zh?.[field] });
    expect(listed.find(({ name }) => name === folder)).toEqual({
      name: folder,
      lab: en?.lab,
      minutes: en?.minutes,
      steps: en?.steps.length,
      title: words('title'),
      summary: words('summary'),
    });
  });

  test('is the same in every language but for its words', () => {
    expect(differenceOf(lessonIn(folder, 'en'), lessonIn(folder, 'zh-CN'))).toBeNull();
  });

  test.each(LANGUAGES)('is solved by its solution (%s)', (language) => {
    const lesson = lessonIn(folder, language);
    const session = openLab(labFile(lesson.lab)?.text ?? '');
    expect(faultsOf(session, lesson, readSolution('solution.yaml', read(`${folder}/solution.yaml`)))).toEqual(
      [],
    );
  });

  test('keeps Chinese free of blanks between its own characters', () => {
    const text = read(`${folder}/lesson.zh-CN.md`);
    expect(text.match(/\p{sc=Han} \p{sc=Han}/gu)).toBeNull();
    expect(text.match(/[\p{sc=Han}][,;:?!]/gu)).toBeNull();
  });
});
