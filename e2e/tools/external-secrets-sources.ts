import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoModule, goModule } from '../_support/go';

export const MODULE = 'github.com/external-secrets/external-secrets';

/** The release that the suites run. Another one wants a checkout: the Go proxy has no release after 1. */
export const USUAL = '1.3.2';

export const { EXTERNAL_SECRETS_VERSION: VERSION = USUAL, EXTERNAL_SECRETS_SOURCE: CHECKOUT } = process.env;

/** Its sources: a checkout that somebody names, or the release in the Go proxy. */
export function externalSecretsSources(): GoModule {
  if (CHECKOUT !== undefined) {
    return { directory: CHECKOUT, goMod: readFileSync(join(CHECKOUT, 'go.mod'), 'utf8') };
  }
  if (VERSION !== USUAL) {
    throw new Error(`EXTERNAL_SECRETS_VERSION=${VERSION} wants its checkout in EXTERNAL_SECRETS_SOURCE`);
  }
  return goModule(MODULE, `v${VERSION}`);
}
