/** Lessons in the worker. What reads and judges them arrives when the first lesson is opened. */
import { withParts } from '../../core/index';
import type { Session } from '../../core/index';
import type { LessonReply, LessonText, StepQuestion, StepState } from './lesson.types';

const lessons = () => import('../../core/lesson/index');

export async function readLesson({ file, language, text }: LessonText): Promise<LessonReply> {
  const { parseLesson } = await lessons();
  const lesson = parseLesson(file, language, text);
  return lesson.ok ? { ok: true, lesson: lesson.value } : { ok: false, problems: lesson.error };
}

export async function judgeStep(session: Session, { step, ...place }: StepQuestion): Promise<StepState> {
  const { judgeStep: judge } = await lessons();
  return withParts(() => judge(session, step, place));
}
