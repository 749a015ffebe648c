import type { KnownProvider } from '../../contract/providers/known-provider';
import { knownProvider } from '../../contract/providers/known-providers';
import { OAUTH_METADATA_PATH, OIDC_METADATA_PATH } from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import { trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';
import { flyteadminLogs } from '../running/cluster-looks';
import { anonymousAt } from '../running/edge-looks';

const METADATA_URL = 'auth.appAuth.externalAuthServer.metadataUrl';

/** flyteadmins whose provider is known to publish OAuth 2.0 metadata, or known not to. */
function subjectsOf(model: Model): { flyteadmin: Flyteadmin; provider: KnownProvider }[] {
  return model.flyteadmins.filter(trustsProvider).flatMap((flyteadmin) => {
    const provider = knownProvider(flyteadmin.externalIssuer?.text);
    return provider?.publishesOAuthMetadata === undefined ? [] : [{ flyteadmin, provider }];
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
    + 'both since release 25. Providers that their host does not give away are not judged.',
  remediation: 'Set flyte.configmap.adminServer.auth.appAuth.externalAuthServer.metadataUrl: '
    + `${OIDC_METADATA_PATH}.`,
  see: [
    anonymousAt(
      `$ISSUER/${OAUTH_METADATA_PATH}`,
      '404: flyteadmin finds nothing there, unless metadataUrl says where to look. 200 is right.',
    ),
    flyteadminLogs('discovery|404|metadata', 'What it got where it asked for the metadata.'),
  ],
  subjects: subjectsOf,
  notApplicable:
    'No flyteadmin in the input trusts a provider of which it is known what metadata it publishes.',
  *check(subjects) {
    for (const { flyteadmin: { config, externalIssuer }, provider } of subjects) {
      const path = config.text(METADATA_URL) || OAUTH_METADATA_PATH;
      const isDocument = [OAUTH_METADATA_PATH, OIDC_METADATA_PATH].some((known) => path.includes(known));
      if (provider.publishesOAuthMetadata && !isDocument) {
        yield {
          at: config.fieldFor(METADATA_URL),
          expected: `metadataUrl ${OAUTH_METADATA_PATH}, or none`,
          found: path,
        };
      }
      if (!provider.publishesOAuthMetadata && (path.includes(OAUTH_METADATA_PATH) || !isDocument)) {
        yield {
          at: config.fieldFor(METADATA_URL),
          expected: `metadataUrl ${OIDC_METADATA_PATH}, as ${provider.name} publishes nothing else`,
          found: /^https?:/i.test(path)
            ? path
            : `${externalIssuer?.text?.replace(/\/$/, '')}/${path.replace(/^\//, '')}`,
        };
      }
    }
  },
});
