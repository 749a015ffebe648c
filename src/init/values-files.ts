import { OutputFile } from '../constructs/output';
import { Answers } from './answers';
import { ciWorkflow } from './ci-workflow';
import { nextSteps } from './next-steps';
import { ANSWERS_FILE, ANSWERS_SCHEMA_FILE, answersSchema, answersText } from './write-answers';

/** The folder of what is made from the answers, beside them. */
export const OUTPUT_FOLDER = 'dist';

/**
 * What people keep who write no code, beside what is made in `dist/`.
 *
 * @param library which version of this library makes it again, as npm names it
 */
export function keptFiles(answers: Answers, library: string): OutputFile[] {
  const again = `npx cdk8s-union-auth@${library} synth ${ANSWERS_FILE}`;
  const texts = {
    [ANSWERS_FILE]: answersText(answers),
    [ANSWERS_SCHEMA_FILE]: `${JSON.stringify(answersSchema(), null, 2)}\n`,
    'README.md': readme(answers, again),
    '.github/workflows/union-auth.yaml': ciWorkflow([`${again} --check`], OUTPUT_FOLDER, ''),
  };
  return Object.entries(texts).map(([path, text]) => ({ path, text, executable: false }));
}

function readme(answers: Answers, again: string): string {
  return [
    `# Authentication of https://${answers.domain}`,
    '',
    `\`${ANSWERS_FILE}\` says who there is; everything in \`${OUTPUT_FOLDER}/\` follows from it. Change it, `
      + 'and make the rest again:',
    '',
    '```sh',
    again,
    '```',
    '',
    '## Next steps',
    '',
    ...nextSteps(answers, again),
  ].join('\n');
}
