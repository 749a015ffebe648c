import { DEVIATION_CHAPTERS, Deviation, FaultVisibility } from '../../src/constructs/identity/deviations';

/** Marks in the last column, for faults that the planes of `AuthProfile.GUIDE` never show. */
const MARKS: Record<FaultVisibility, string> = {
  [FaultVisibility.PLAIN_PLANES]: '',
  [FaultVisibility.RENDERED_CHARTS]: ' ¹',
  [FaultVisibility.OTHER_PROVIDERS]: ' ²',
  [FaultVisibility.CHANGED_BY_HAND]: ' ³',
  [FaultVisibility.VALUES]: ' ⁴',
};

/** The table of all deviations from the guide for `docs/deviations.md`. */
export function deviationsMarkdown(): string {
  return [
    '# Where the output departs from the guide',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    'The authentication guide for self-hosted Union describes the layout of chart release 2026.3. Followed to the letter, it does not give a working',
    'deployment. `AuthProfile.GUIDE` emits it all the same, faults included: to compare against it. `AuthProfile.HARDENED`, the default, emits what works',
    'and is safe.',
    '',
    'Each row: what the guide says, what goes wrong with it, what we emit instead, where the evidence is, and on which software the fault was seen to',
    'happen (a dash: read in the source, not tried). flyteadmin is the open-source one at v1.16.1, the charts are unionai/helm-charts. The last column names',
    'the rule that finds the fault in any files ([rules.md](rules.md)); a dash there means that files do not show it. Rules without a mark find it in',
    'the planes that `AuthProfile.GUIDE` emits in plain YAML. Marked ones need what those planes never have: ¹ what the charts render (rules without a host,',
    'placeholders), ² a provider without RFC 8414 metadata, ³ an ExternalSecret changed by hand, ⁴ a values file ([values.md](values.md)).',
    '',
    '`examples/guide` emits the guide beside the charts. Its values files show most of this; in its manifests alone the verifier finds one thing, three',
    'times: `your-secret-store-key`, which the guide leaves to you (`value-unreplaced`).',
    ...DEVIATION_CHAPTERS.flatMap(({ title, deviations }) => [
      '',
      `## ${title}`,
      '',
      '| the guide | what goes wrong | HARDENED | evidence | tried on | rule |',
      '|---|---|---|---|---|---|',
      ...deviations.map(row),
    ]),
    '',
  ].join('\n');
}

function row({ id, guide, fault, mended, evidence, tried, rule }: Deviation): string {
  const cells = [`<a id="${id}"></a>${guide}`, fault, mended, evidence, tried ?? '–', rule ? `\`${rule.id}\`${MARKS[rule.shows]}` : '–'];
  return `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}
