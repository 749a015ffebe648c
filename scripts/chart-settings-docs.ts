import { readFileSync } from 'node:fs';
import { writeFile } from '../src/common/system/write-file';
import { settingsMarkdown } from './chart-settings-markdown';

const settingsOf = (chart: string) => readFileSync(`test/contract/union/fixtures/settings-${chart}.txt`, 'utf8').trim().split('\n');

writeFile('docs/chart-settings.md', settingsMarkdown({ controlplane: settingsOf('controlplane'), dataplane: settingsOf('dataplane') }));
