import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersFor, CHART_SETTINGS, isSet, settingsMarkdown } from '../../../scripts/docs/chart-settings';
import { RULES } from '../../../src/verify/registry';

/** Leaves of the charts' values.yaml at 2026.8.3 whose path speaks of authentication, authorization, TLS or secrets, and one of TLS that its comments document. */
const settingsOf = (chart: string) => readFileSync(join(__dirname, 'fixtures', `settings-${chart}.txt`), 'utf8').trim().split('\n');
const SETTINGS = { controlplane: settingsOf('controlplane'), dataplane: settingsOf('dataplane') };

describe.each(['controlplane', 'dataplane'] as const)('%s', (chart) => {
  const settings = SETTINGS[chart];

  test('every setting is set, or has an answer', () => {
    expect(settings.length).toBeGreaterThan(90);
    expect(settings.filter((setting) => !isSet(chart, setting) && answersFor(chart, setting) === undefined)).toEqual([]);
  });

  test('every answer is to a setting that is not set', () => {
    const open = settings.filter((setting) => !isSet(chart, setting));
    const given = new Set(open.map((setting) => answersFor(chart, setting)));
    expect(CHART_SETTINGS[chart].filter((answer) => !given.has(answer)).map(({ path }) => path)).toEqual([]);
  });

  test('names rules that there are', () => {
    const ids = RULES.ids;
    expect(CHART_SETTINGS[chart].flatMap(({ rules = [] }) => rules).filter((rule) => !ids.includes(rule))).toEqual([]);
  });
});

test('the page lists every answer', () => {
  const page = settingsMarkdown(SETTINGS);
  const answers = [...CHART_SETTINGS.controlplane, ...CHART_SETTINGS.dataplane];
  expect(answers.filter(({ path }) => !page.includes(`| \`${path}\` |`))).toEqual([]);
});
