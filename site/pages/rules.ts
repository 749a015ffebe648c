import { aboutRules, escaped, ruleMarkdown, variablesMarkdown } from '../../scripts/docs/rules';
import { DESCRIBED_RULES } from '../../src/cli/rules-command';
import { SYMPTOM_GROUPS } from '../../src/verify/symptoms/symptom-groups';
import { AREAS, RuleDescription } from '../../src/verify/texts/rule-description';
import { withSiteLinks } from './links';
import { capitalized, listPage, Page, Section } from './page';

const SYMPTOMS = SYMPTOM_GROUPS.flatMap(({ symptoms }) => symptoms);

/** One page for each rule, and a list of all by area. */
export function rules(): Section {
  const areas = AREAS.map((area) => ({ area: capitalized(area), members: DESCRIBED_RULES.filter((rule) => rule.area === area) }))
    .filter(({ members }) => members.length > 0);
  const index = listPage('rules/index', 'Rules',
    `${aboutRules('[doctor](/guides/doctor)')} ([verify](/guides/verifier)). Below its name is what must hold. A violation is reported as an error, a warning or info.`,
    'Filter rules', areas.map(({ area, members }) => ({
      title: area, items: members.map(({ id, severity, title }) => ({ text: id, link: `/rules/${id}`, about: title, tag: severity })),
    })));
  return {
    pages: [index, ...DESCRIBED_RULES.map(rulePage)],
    // The list has a filter; two hundred names in the navigation would be too many.
    sidebar: [{ text: 'Rules', items: areas.map(({ area }) => ({ text: area, link: `/rules/#${area.toLowerCase().replace(/\W+/g, '-')}` })) }],
  };
}

function rulePage(rule: RuleDescription): Page {
  const seen = SYMPTOMS.filter(({ causes }) => causes.some((cause) => 'rule' in cause && cause.rule === rule.id));
  const markdown = [
    `# ${rule.id}`,
    ...ruleMarkdown(rule),
    ...(seen.length === 0 ? [] : ['', '## What you see', '', ...seen.map(({ id, title }) => `- [${escaped(title)}](/symptoms/${id})`)]),
    '',
    ...variables(),
  ].join('\n');
  // Rules link to others by their place in the single document.
  return { path: `rules/${rule.id}`, markdown: withSiteLinks(markdown.replace(/\]\(#([\w-]+)\)/g, '](rules.md#$1)'), 'docs/rules.md') };
}

/** The variables in the commands of a page. */
export function variables(): string[] {
  return ['::: details Variables of the commands', 'They change nothing and print no secret.', '', ...variablesMarkdown(), ':::', ''];
}
