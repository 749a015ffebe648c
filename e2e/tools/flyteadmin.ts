import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fillCache, run, Tool } from '../_support/tool';

const NAME = 'flyteadmin';
const { FLYTEADMIN, FLYTE_SOURCE, FLYTE_VERSION = '1.16.1' } = process.env;
/** Its module, and those that its go.mod replaces by folders beside it. */
const MODULES = ['flyteadmin', 'datacatalog', 'flyteidl', 'flyteplugins', 'flytepropeller', 'flytestdlib'];

/** The real flyteadmin. It is optional since no registry has it; without it a stand-in runs. */
export const flyteadmin: Tool = {
  name: NAME,
  version: FLYTEADMIN === undefined ? FLYTE_VERSION : 'of FLYTEADMIN',
  needs: `Go 1.23 or newer, 3 GB of disk, and in FLYTE_SOURCE a checkout of github.com/flyteorg/flyte at v${FLYTE_VERSION}; about 6 minutes on 2 cores`,
  minutes: 6,
  locate: () => FLYTEADMIN ?? cached(NAME, FLYTE_VERSION, NAME),
  install: () => fillCache(NAME, FLYTE_VERSION, (cache, build) => {
    copied(FLYTE_SOURCE!, build);
    const flags = ['-s -w', ...['Version', 'Build'].map((name) => `-X github.com/flyteorg/flyte/flytestdlib/version.${name}=v${FLYTE_VERSION}`)];
    run('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', flags.join(' '), '-o', join(cache, NAME), './cmd'], join(build, NAME));
  }),
};

/** Whether it is installed, or a checkout to build it from is named. */
export const flyteadminIsAtHand = flyteadmin.locate() !== undefined || FLYTE_SOURCE !== undefined;

/** Copies the modules, since the build must not write into the checkout. */
function copied(source: string, build: string): void {
  const missing = MODULES.filter((module) => !existsSync(join(source, module, 'go.mod')));
  if (missing.length > 0) {
    throw new Error(`FLYTE_SOURCE=${source} has no ${missing.map((module) => `${module}/go.mod`).join(', ')}: check out v${FLYTE_VERSION} of github.com/flyteorg/flyte`);
  }
  MODULES.forEach((module) => cpSync(join(source, module), join(build, module), { recursive: true }));
}
