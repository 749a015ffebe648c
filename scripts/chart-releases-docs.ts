import { writeFile } from '../src/common/system/write-file';
import { releasesMarkdown } from './chart-releases-markdown';

writeFile('docs/chart-releases.md', releasesMarkdown());
