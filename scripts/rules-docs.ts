import { writeFile } from '../src/_internal/write-file';
import { VALUES_RULES } from '../src/values/rules';
import { SUPPRESSION_RULES } from '../src/verify/engine/suppression';
import { RULES } from '../src/verify/registry';
import { rulesMarkdown } from '../src/verify/report/rules-markdown';

writeFile('docs/rules.md', rulesMarkdown([...RULES.rules, ...VALUES_RULES, ...SUPPRESSION_RULES]));
