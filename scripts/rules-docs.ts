import { DESCRIBED_RULES } from '../src/cli/described-rules';
import { writeFile } from '../src/common/system/write-file';
import { rulesMarkdown } from '../src/verify/report/rules-markdown';
import { troubleshootingMarkdown } from '../src/verify/report/troubleshooting-markdown';
import { SYMPTOM_GROUPS } from '../src/verify/symptoms/symptoms';

writeFile('docs/rules.md', rulesMarkdown(DESCRIBED_RULES));
writeFile('docs/troubleshooting.md', troubleshootingMarkdown(SYMPTOM_GROUPS, DESCRIBED_RULES));
