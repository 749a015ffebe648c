import type { Setting } from '../credentials/config-section';
import { staysInside } from '../edge/cluster-name';
import { defineRule } from '../engine/rule';
import { unpadded } from '../kube/padding';
import { unreplacedIn } from '../kube/placeholder';
import type { Model } from '../model/model';

/** The URLs of the authorization server that are set; relative ones and placeholders are left out. */
function subjectsOf(model: Model): Setting[] {
  const own = model.flyteadmins.flatMap(({ config, authServerType, issuer }) => [
    issuer,
    config.get('auth.userAuth.openId.issuerUrl'),
    ...(authServerType === 'External'
      ? [
        config.get('auth.appAuth.externalAuthServer.baseUrl'),
        absolute(config.get('auth.appAuth.externalAuthServer.metadataUrl')),
      ]
      : []),
  ]);
  const clients = model.clients.filter(({ usesClientSecret }) => usesClientSecret)
    .flatMap((client) => [client.tokenUrl, client.setting('authorizationServerUrl')]);
  return [...own, ...clients].filter((setting) => setting !== undefined)
    .filter(({ text }) => text !== undefined && text.trim() !== '' && unreplacedIn(text) === undefined);
}

export const issuerInsecure = defineRule('issuer-insecure', {
  subjects: subjectsOf,
  notApplicable: 'No workload in the input is configured with an issuer or token endpoint.',
  *check(subjects) {
    for (const { field, text = '' } of subjects) {
      const bare = unpadded(text);
      const [, scheme, host] =
        /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(bare) ?? [];
      if (scheme?.toLowerCase() !== 'https' && !(scheme?.toLowerCase() === 'http' && staysInside(host))) {
        const shown = bare.replace(/^([^/?#]*\/\/)?[^/?#@]*@/, '$1…@');
        yield {
          at: field,
          expected: 'an https URL',
          found: scheme === undefined ? `${shown}, which has no scheme` : shown,
        };
      }
    }
  },
});

/** The metadata path is relative to the issuer as a rule. */
function absolute(setting: Setting | undefined): Setting | undefined {
  return setting?.text?.includes('://') ? setting : undefined;
}
