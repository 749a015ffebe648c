import { fileLink } from '../common/package-info';
import { OutputFile, _plainFiles } from '../constructs/output';
import { ciWorkflow } from './ci-workflow';
import { Examined } from './examine';
import { registersFirst } from './identity-program';
import { Means, nextSteps } from './next-steps';
import { ANSWERS_FILE, ANSWERS_SCHEMA_FILE, answersSchemaText, answersText } from './write-answers';

/** The folder of what is made from the answers, beside them. */
export const OUTPUT_FOLDER = 'dist';

/**
 * What people keep who write no code, beside what is made in `dist/`.
 *
 * @param library which version of this library makes it again, as npm names it
 */
export function keptFiles(made: Examined, library: string): OutputFile[] {
  const { answers } = made;
  // Nothing is installed here: whoever named no version would get another one tomorrow.
  const tool = `npx cdk8s-union-auth@${library}`;
  const again = `${tool} synth ${ANSWERS_FILE}`;
  const anew = [`${tool} init --yes --values-only --answers ${ANSWERS_FILE}`];
  const guide = (name: string) => fileLink(`docs/${name}`);
  return _plainFiles({
    [ANSWERS_FILE]: answersText(answers),
    [ANSWERS_SCHEMA_FILE]: answersSchemaText(),
    'README.md': readme(made, { tool, again, anew, guide }),
    '.github/workflows/union-auth.yaml': ciWorkflow([`${again} --check`], OUTPUT_FOLDER, {
      tool, judgesNothing: registersFirst(answers),
    }),
  });
}

function readme(made: Examined, means: Means & { readonly again: string }): string {
  return [
    `# Authentication of https://${made.answers.domain}`,
    '',
    `\`${ANSWERS_FILE}\` says who there is; everything in \`${OUTPUT_FOLDER}/\` follows from it. Change it, `
      + 'and make the rest again:',
    '',
    '```sh',
    means.again,
    '```',
    '',
    '## Next steps',
    '',
    ...nextSteps(made, means),
  ].join('\n');
}
