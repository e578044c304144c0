/** npm run schema: writes the published JSON Schema and the field tables of the author's manual anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { manualOf } from '../core/lesson/manual';
import { projectPath } from './project';
import { MANUAL_PATH, manualText, SCHEMA_PATH, schemaText } from './schema.files';

writeFileSync(SCHEMA_PATH, schemaText());
writeFileSync(MANUAL_PATH, manualText(readFileSync(MANUAL_PATH, 'utf8')));

const LESSON_MANUAL = projectPath('docs', 'write-a-lesson.md');
writeFileSync(LESSON_MANUAL, `${manualOf(readFileSync(LESSON_MANUAL, 'utf8')).trimEnd()}\n`);
