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
    'The authentication guide for self-hosted Union describes the layout of chart release 2026.3. A deployment that follows it to the letter does not',
    'work. `AuthProfile.GUIDE` emits it with its faults, for comparison. `AuthProfile.HARDENED`, the default, emits what works and is safe.',
    '',
    'Each row has the text of the guide, its fault, our output, the evidence, and the software on which the fault occurred (a dash: found in the source,',
    'not tested). flyteadmin is the open-source one at v1.16.1, the charts are unionai/helm-charts. The last column names the rule that finds the fault in',
    'any files ([rules.md](rules.md)); a dash there means that files do not show it. Rules without a mark find it in the planes that `AuthProfile.GUIDE`',
    'emits in plain YAML. Marked rules need input that those planes never have: ¹ what the charts render (rules without a host, placeholders), ² a provider',
    'without RFC 8414 metadata, ³ an ExternalSecret changed by hand, ⁴ a values file ([values.md](values.md)).',
    '',
    '`examples/guide` emits the guide beside the charts. Its values files show most faults. In its manifests alone the verifier finds one fault, three',
    'times: `your-secret-store-key`, which the guide leaves to you (`value-unreplaced`).',
    ...DEVIATION_CHAPTERS.flatMap(({ title, deviations }) => [
      '',
      `## ${title}`,
      '',
      '| the guide | fault | HARDENED | evidence | tested on | rule |',
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
