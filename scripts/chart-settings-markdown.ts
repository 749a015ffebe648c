import { ChartVersion } from '../src/contract/union/releases/chart-version';
import { ValuesContract } from '../src/contract/union/values-contract';
import { Answer, CHART_SETTINGS } from './chart-settings';

type Chart = keyof typeof CHART_SETTINGS;

export function contractOf(chart: Chart): ValuesContract {
  const { controlPlane, dataPlane } = ChartVersion._current._contract;
  return (chart === 'controlplane' ? controlPlane : dataPlane).values;
}

/** Whether a key of the contract, which constructs set and rules judge, is the setting or above it. */
export function isSet(chart: Chart, setting: string): boolean {
  return contractOf(chart).keys.some(({ path }) => setting === path || setting.startsWith(`${path}.`));
}

export function answersFor(chart: Chart, setting: string): Answer | undefined {
  return CHART_SETTINGS[chart].find(({ path }) => fits(path.split('.'), setting.split('.')));
}

function fits(pattern: readonly string[], setting: readonly string[]): boolean {
  return pattern.length <= setting.length && pattern.every((step, i) => step === '*' || step === setting[i]);
}

/** docs/chart-settings.md. */
export function settingsMarkdown(settings: Readonly<Record<Chart, readonly string[]>>): string {
  return [
    '# Settings of the charts',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    `Every value of Union's charts (${ChartVersion._current}) that has to do with authentication, authorization, TLS or secrets, and whose business it is. What is set,`,
    'and judged in anybody\'s values, is in [values.md](values.md); `values check` knows the keys. The rest is here.',
    ...(Object.keys(CHART_SETTINGS) as Chart[]).flatMap((chart) => [
      '',
      `## ${chart}`,
      '',
      `${settings[chart].filter((setting) => isSet(chart, setting)).length} of ${settings[chart].length} settings are set or judged key by key.`,
      '',
      '| setting | whose it is | judged by |',
      '|---|---|---|',
      ...CHART_SETTINGS[chart].map(({ path, what, rules = [] }) =>
        `| \`${path}\` | ${what} | ${rules.map((rule) => `[${rule}](rules.md#${rule})`).join(', ') || '–'} |`),
    ]),
    '',
  ].join('\n');
}
