/**
 * From answers to files, without a file system: `import { examine, appFiles } from
 * 'cdk8s-union-auth/lib/init'`.
 */
export { Answers } from './answers';
export { appFiles } from './app-files';
export { answerAt, fieldAt, mergedAnswers, withAnswer } from './answers';
export { examine, examineAsGuide, Examined, madeOf, problemsAt, withoutNothing } from './examine';
export { Announcement, announcementOf } from './identity-program';
export { nextQuestion, Question, Said } from './interview';
export { MadeFile } from './program/run';
export { toTypeScript } from './program/typescript';
export { AnswerProblem, checkForm, entryPath, isWithin } from './questions/check';
export { ANSWERS } from './questions/answers';
export { completed, exampleOf } from './questions/check';
export { Field } from './questions/field';
export { AnswersFile, PlacedProblem, readAnswers } from './answers-file';
export { keptFiles, OUTPUT_FOLDER } from './app-files';
export {
  ANSWERS_FILE, ANSWERS_SCHEMA_FILE, answersSchema, answersSchemaText, answersText,
} from './answers-file';
