import { writeFile } from '../src/_internal/write-file';
import { SUPPRESSION_RULES } from '../src/verify/engine/suppression';
import { RULES } from '../src/verify/registry';
import { rulesMarkdown } from '../src/verify/report/rules-markdown';

writeFile('docs/rules.md', rulesMarkdown([...RULES.rules, ...SUPPRESSION_RULES]));
