import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoModule, goModule } from '../_support/go';

export const MODULE = 'github.com/external-secrets/external-secrets';

/** The default release. Others need a checkout, since the Go proxy has no release after 1. */
export const USUAL = '1.3.2';

export const { EXTERNAL_SECRETS_VERSION: VERSION = USUAL, EXTERNAL_SECRETS_SOURCE: CHECKOUT } = process.env;

/** The sources from a checkout or the Go proxy. */
export function externalSecretsSources(): GoModule {
  if (CHECKOUT !== undefined) {
    return { directory: CHECKOUT, goMod: readFileSync(join(CHECKOUT, 'go.mod'), 'utf8') };
  }
  if (VERSION !== USUAL) {
    throw new Error(`EXTERNAL_SECRETS_VERSION=${VERSION} needs its checkout in EXTERNAL_SECRETS_SOURCE`);
  }
  return goModule(MODULE, `v${VERSION}`);
}
