import { Deviation, DEVIATIONS } from '../../constructs/identity/deviations';

type Name = keyof typeof DEVIATIONS;

/** Where values depart from the guide, and by which deviation. The first that fits counts. */
const OF_VALUES: readonly (readonly [RegExp, Name])[] = [
  [/\/auth-url$/, 'subrequestHeaders'],
  [/\.protected(IngressAnnotationsWithoutSignin|ConsoleIngressAnnotations)\./, 'annotationSets'],
  [/\/auth-cache-key$/, 'cacheKey'],
  [/\/auth-cache-duration$/, 'cacheDuration'],
  [/\/auth-response-headers$|\.http-snippet$/, 'identityHeaders'],
  [/\/auth-signin(-redirect-param)?$/, 'signInRedirect'],
  [/^ingress\.host$/, 'ingressHost'],
  [/\.authorizedUris$/, 'authorizedUris'],
  [/\.openId\.clientSecretFile$|\.additionalVolume(s|Mounts)$/, 'webClientSecret'],
  [/\.(identityTypeClaimsForApps|subjectClaimNames)(\.|$)/, 'identityClaims'],
  [/^global\.(OIDC_BASE_URL|OIDC_CLIENT_ID|CLI_CLIENT_ID)$/, 'deadGlobals'],
  [/\.KUBERNETES_SECRET_NAME$/, 'unionServicesSecretName'],
  [/\.CONTROLPLANE_HOST$|^host$/, 'controlPlaneHost'],
  [/\.trustedIdentityClaims\./, 'trustedIdentity'],
  [/^(executor|leaseworker)\.config\.unionAuth\./, 'taskRunner'],
  [/\.allowedAudience$/, 'allowedAudience'],
  [/\.metadataUrl$/, 'metadataUrl'],
  [/\.flyteClient\.scopes$/, 'refreshTokens'],
  [/\.audience$/, 'requestedAudience'],
  [/\.(authorizationHeader|authorizationMetadataKey)$/, 'clientHeader'],
  [/(?<!\.openId)\.(scopes|tokenUrl)$|\.OIDC_S2S_SCOPE$/, 'clientScopes'],
  [/adminOauthClientCredentials\.clientSecret$|^secrets\.admin\.clientSecret$/, 'schedulerPlaceholder'],
];

/** The same of objects, by their kinds and names. */
const OF_OBJECTS: readonly (readonly [RegExp, Name])[] = [
  [/^\S+ \S*\/union-auth-gate/, 'subrequestHeaders'],
  [/^SecurityPolicy/, 'gatewayGuard'],
  [/^Secret \S*\/union-secret-auth/, 'mergeDeadlock'],
  [/^Secret /, 'sharedSecrets'],
  [/^ExternalSecret\S* \S*\/union-controlplane-secrets/, 'unionServicesDelivery'],
  [/^ExternalSecret\S* \S*\/flyteadmin-oidc-client-secret/, 'webClientSecret'],
];

/** The same of places in ExternalSecrets. */
const OF_EXTERNAL_SECRETS: readonly (readonly [RegExp, Name])[] = [
  [/^spec\.target\.template\.data/, 'valueGuard'],
  [/^spec\.target\.template\.metadata/, 'keptSecrets'],
  [/^spec\.target\.template/, 'secretTemplate'],
  [/^spec\.target\.creationPolicy/, 'schedulerPlaceholder'],
  [/^spec\.(target|refresh)/, 'externalSecretDefaults'],
];

function first(table: readonly (readonly [RegExp, Name])[], text: string): Deviation | undefined {
  const [, name] = table.find(([pattern]) => pattern.test(text)) ?? [];
  return name === undefined ? undefined : DEVIATIONS[name];
}

/** The deviation by which a value differs from what the guide has there. */
export function deviationOfValue(path: string): Deviation | undefined {
  return first(OF_VALUES, path);
}

/** The deviation for which an object, or a place in one, is made so. */
export function deviationOfObject(name: string, path?: string): Deviation | undefined {
  if (path === 'spec.data' && /\/union-secret-auth$/.test(name)) {
    return DEVIATIONS.appSecret;
  }
  return path !== undefined && name.startsWith('ExternalSecret')
    ? first(OF_EXTERNAL_SECRETS, path)
    : first(OF_OBJECTS, name);
}

/** For people: what goes wrong without it, and where more of it stands. */
export function deviationText({ id, fault }: Deviation): string {
  return `${fault.replace(/`/g, '')} (docs/deviations.md, ${id})`;
}
