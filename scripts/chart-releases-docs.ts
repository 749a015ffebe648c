import { writeFile } from '../src/_internal/write-file';
import { releasesMarkdown } from './chart-releases-markdown';

writeFile('docs/chart-releases.md', releasesMarkdown());
