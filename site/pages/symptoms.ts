import { escaped } from '../../scripts/docs/rules';
import { symptomMarkdown } from '../../scripts/docs/troubleshooting';
import { DESCRIBED_RULES } from '../../src/cli/rules-command';
import type { Symptom } from '../../src/verify/symptoms/symptom';
import { SYMPTOM_GROUPS } from '../../src/verify/symptoms/symptom-groups';
import { withSiteLinks } from './links';
import { listPage, Page, Section } from './page';
import { variables } from './rules';

/** One page for each symptom, and a list by who sees them. */
export function symptoms(): Section {
  const index = listPage('symptoms/index', 'Symptoms',
    'What you see when authentication is broken, and possible causes, the most likely first. The search also finds lines of logs; [doctor](/guides/doctor) checks the deployment itself.',
    'Filter symptoms', SYMPTOM_GROUPS.map(({ title, symptoms: members }) =>
      ({ title, items: members.map(({ id, title: seen }) => ({ text: seen, link: `/symptoms/${id}` })) })));
  return {
    pages: [index, ...SYMPTOM_GROUPS.flatMap((group) => group.symptoms).map(symptomPage)],
    sidebar: SYMPTOM_GROUPS.map(({ title, symptoms: members }) =>
      ({ text: title, items: members.map(({ id, title: seen }) => ({ text: seen, link: `/symptoms/${id}` })) })),
  };
}

function symptomPage(symptom: Symptom): Page {
  const rules = new Map(DESCRIBED_RULES.map((rule) => [rule.id, rule]));
  const markdown = [`# ${escaped(symptom.title)}`, ...symptomMarkdown(symptom, rules), '', ...variables()].join('\n');
  return { path: `symptoms/${symptom.id}`, markdown: withSiteLinks(markdown, 'docs/troubleshooting.md') };
}
