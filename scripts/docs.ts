import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIBED_RULES } from '../src/cli/rules-command';
import { writeFile } from '../src/common/system/write-file';
import { SYMPTOM_GROUPS } from '../src/verify/symptoms/symptom-groups';
import { argumentsOf } from './command';
import { settingsMarkdown } from './docs/chart-settings';
import { compatibilityMarkdown } from './docs/compatibility';
import { deviationsMarkdown } from './docs/deviations';
import { rolesMarkdown } from './docs/roles';
import { rulesMarkdown } from './docs/rules';
import { troubleshootingMarkdown } from './docs/troubleshooting';

const ROOT = join(__dirname, '..');

const settingsOf = (chart: string) =>
  readFileSync(join(ROOT, 'test', 'contract', 'union', 'fixtures', `settings-${chart}.txt`), 'utf8').trim().split('\n');

/** Generated pages of docs/. They are in the package and on the site, but not in the repository. */
export const GENERATED_PAGES: Readonly<Record<string, () => string>> = {
  'rules.md': () => rulesMarkdown(DESCRIBED_RULES),
  'troubleshooting.md': () => troubleshootingMarkdown(SYMPTOM_GROUPS, DESCRIBED_RULES),
  'deviations.md': deviationsMarkdown,
  'chart-settings.md': () => settingsMarkdown({ controlplane: settingsOf('controlplane'), dataplane: settingsOf('dataplane') }),
  'compatibility.md': compatibilityMarkdown,
  'roles.md': rolesMarkdown,
};

if (require.main === module) {
  argumentsOf('npx projen docs   Write the pages of docs/ that follow from the sources');
  Object.entries(GENERATED_PAGES).forEach(([page, markdown]) => writeFile(join(ROOT, 'docs', page), markdown()));
}
