import { writeFile } from '../src/common/system/write-file';
import { deviationsMarkdown } from './deviations-markdown';

writeFile('docs/deviations.md', deviationsMarkdown());
