import { writeFile } from '../src/_internal/write-file';
import { deviationsMarkdown } from './deviations-markdown';

writeFile('docs/deviations.md', deviationsMarkdown());
