import { isNear } from '../../common/props/suggestion';
import type { KnownProvider } from '../../contract/providers/known-provider';
import { knownProvider } from '../../contract/providers/known-providers';
import { OAUTH_METADATA_PATH, OIDC_METADATA_PATH } from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import { trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { flyteadminLogs } from '../running/cluster-looks';
import { anonymousAt } from '../running/edge-looks';

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

export const metadataUrlMissing = defineRule({
  id: 'metadata-url-missing',
  severity: 'error',
  area: 'services',
  title: 'The provider publishes its metadata where flyteadmin asks for it.',
  symptom: 'The pod of flyteadmin does not start: "failed to decode provider discovery object", or "404 Not '
    + 'Found" while it sets up the resource server; the pod is in CrashLoopBackOff.',
  explanation: `At start-up flyteadmin fetches <issuer>/${OAUTH_METADATA_PATH} unless metadataUrl says `
    + `otherwise. Entra ID, Google and Amazon Cognito publish ${OIDC_METADATA_PATH} only. Keycloak publishes `
    + 'both since release 25. A metadataUrl is looked for below the issuer; with a slash before it, from the '
    + 'root of the host, where Okta has the metadata of another issuer and most have none. What providers '
    + 'publish that their host does not give away is not judged.',
  remediation: 'Set flyte.configmap.adminServer.auth.appAuth.externalAuthServer.metadataUrl to the path that '
    + `the finding names, without a slash before it: ${OIDC_METADATA_PATH} where the provider has no other.`,
  see: [
    anonymousAt(
      `$ISSUER/${OAUTH_METADATA_PATH}`,
      '404: flyteadmin finds nothing there, unless metadataUrl says where to look. 200 is right.',
    ),
    flyteadminLogs('discovery|404|metadata', 'What it got where it asked for the metadata.'),
  ],
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
