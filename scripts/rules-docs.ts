import { writeFile } from '../src/_internal/write-file';
import { RULES } from '../src/verify/registry';
import { rulesMarkdown } from '../src/verify/report/rules-markdown';
import { SUPPRESSION_RULES } from '../src/verify/suppression';

writeFile('docs/rules.md', rulesMarkdown([...RULES.rules, ...SUPPRESSION_RULES]));
