import { readFileSync } from 'node:fs';
import { writeFile } from '../src/common/system/write-file';
import { customResourcesTable, TABLE } from './custom-resources-markdown';

const PAGE = 'docs/getting-started.md';

writeFile(PAGE, readFileSync(PAGE, 'utf8').replace(TABLE, customResourcesTable()));
