import { writeFile } from '../src/_internal/write-file';
import { DESCRIBED_RULES } from '../src/cli/described-rules';
import { rulesMarkdown } from '../src/verify/report/rules-markdown';
import { troubleshootingMarkdown } from '../src/verify/report/troubleshooting-markdown';
import { SYMPTOM_GROUPS } from '../src/verify/symptoms/symptoms';

writeFile('docs/rules.md', rulesMarkdown(DESCRIBED_RULES));
writeFile('docs/troubleshooting.md', troubleshootingMarkdown(SYMPTOM_GROUPS, DESCRIBED_RULES));
