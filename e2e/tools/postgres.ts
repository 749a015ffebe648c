import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, Tool } from '../_support/tool';

const VERSIONS = '/usr/lib/postgresql';

/** PostgreSQL's server; `locate` returns the folder of its programs. */
export const postgres: Tool = {
  name: 'postgresql',
  version: 'debian',
  needs: 'Debian with apt-get and root (package postgresql), or its programs below /usr/lib/postgresql; a minute',
  locate: () => (existsSync(VERSIONS) ? readdirSync(VERSIONS) : []).map((version) => join(VERSIONS, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))),
  install: () => run('apt-get', ['install', '--yes', '--no-install-recommends', 'postgresql'], '/'),
};
