import { CUSTOM_RESOURCES } from '../e2e/tools/crds';

const [START, END] = ['<!-- Written by `npx projen docs:custom-resources`. Do not edit. -->', '<!-- End of what is written. -->'];

/** The table in its page. */
export const TABLE = new RegExp(`${START}[^]*${END}`);

/** Against the definitions of which versions every emitted object is held. */
export function customResourcesTable(): string {
  return [
    START,
    '',
    '| objects of | supported | held, field by field, against |',
    '|---|---|---|',
    ...CUSTOM_RESOURCES.map(({ project, since, held, besides }) =>
      `| ${project} | ${since} and later | ${[...held.map(({ version }) => version), ...besides === undefined ? [] : [besides]].join(', ')} |`),
    '',
    END,
  ].join('\n');
}
