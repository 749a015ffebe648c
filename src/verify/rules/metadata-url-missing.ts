import { isNear } from '../../common/props/suggestion';
import type { KnownProvider } from '../../contract/providers/known-provider';
import { knownProvider } from '../../contract/providers/known-providers';
import { OAUTH_METADATA_PATH, OIDC_METADATA_PATH } from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import { trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';

const DOCUMENTS = [OAUTH_METADATA_PATH, OIDC_METADATA_PATH];
const METADATA_URL = 'auth.appAuth.externalAuthServer.metadataUrl';

interface Subject {
  readonly flyteadmin: Flyteadmin;
  readonly issuer: string;
  /** Where it is known whether it publishes OAuth 2.0 metadata. */
  readonly provider: KnownProvider | undefined;
  /** Where the metadata is looked for, as written. */
  readonly path: string;
}

/** flyteadmins whose provider is known for what it publishes, and those that are told where to look. */
function subjectsOf(model: Model): Subject[] {
  return model.flyteadmins.filter(trustsProvider).flatMap((flyteadmin) => {
    const issuer = flyteadmin.externalIssuer?.text ?? '';
    const known = knownProvider(issuer);
    const provider = known?.publishesOAuthMetadata === undefined ? undefined : known;
    const told = flyteadmin.config.text(METADATA_URL);
    return issuer === '' || (provider === undefined && !told)
      ? []
      : [{ flyteadmin, issuer, provider, path: told || OAUTH_METADATA_PATH }];
  });
}

export const metadataUrlMissing = defineRule('metadata-url-missing', {
  subjects: subjectsOf,
  notApplicable:
    'No flyteadmin in the input says where its provider\'s metadata is, or trusts one of which it is known '
      + 'what it publishes.',
  *check(subjects) {
    for (const { flyteadmin: { config }, issuer, provider, path } of subjects) {
      const fault = faultOf(path, issuer, provider);
      if (fault !== undefined) {
        yield { at: config.fieldFor(METADATA_URL), ...fault };
      }
    }
  },
});

type Fault = { readonly expected: string; readonly found: string } | undefined;

function faultOf(path: string, issuer: string, provider: KnownProvider | undefined): Fault {
  const isDocument = DOCUMENTS.some((known) => path.includes(known));
  if (provider?.publishesOAuthMetadata === false && (path.includes(OAUTH_METADATA_PATH) || !isDocument)) {
    return {
      expected: `metadataUrl ${OIDC_METADATA_PATH}, as ${provider.name} publishes nothing else`,
      found: /^https?:/i.test(path) ? path : `${issuer.replace(/\/$/, '')}/${path.replace(/^\//, '')}`,
    };
  }
  const isMisspelt = DOCUMENTS.some((known) => isNear(known, path));
  return !isDocument && (provider !== undefined || isMisspelt)
    ? { expected: `metadataUrl ${OAUTH_METADATA_PATH}, or none`, found: path }
    : faultOfPlace(path, issuer);
}

/**
 * A path from the root of the host leaves the issuer's own behind: there is another issuer's metadata, or
 * none. RFC 8414 has the issuer's path stand behind the well-known one.
 */
function faultOfPlace(path: string, issuer: string): Fault {
  const own = /^https?:\/\/[^/]+(\/.*?)\/?$/i.exec(issuer)?.[1] ?? '';
  const lost = path.startsWith('/') && own !== '' && !path.includes(own);
  return lost
    ? {
      expected: `metadataUrl ${path.replace(/^\/+/, '')}, which is looked for below the issuer`,
      found: `${path}, which leads to the root of its host`,
    }
    : undefined;
}
