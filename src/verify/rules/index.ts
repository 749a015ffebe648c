import type { Rule } from '../engine/rule';
import { audienceMissing } from './audience-missing';
import { audienceShared } from './audience-shared';
import { authAnnotationIgnored } from './auth-annotation-ignored';
import { authCacheKeyIncomplete } from './auth-cache-key-incomplete';
import { authFailsOpen } from './auth-fails-open';
import { authHostSpoofable } from './auth-host-spoofable';
import { authMetadataGuarded } from './auth-metadata-guarded';
import { authMetadataMissing } from './auth-metadata-missing';
import { authNotEnabled } from './auth-not-enabled';
import { authNotEnforced } from './auth-not-enforced';
import { authServerTypeContradicted } from './auth-server-type-contradicted';
import { authValueEmpty } from './auth-value-empty';
import { authorizationHeaderMismatch } from './authorization-header-mismatch';
import { authorizerFailsOpen } from './authorizer-fails-open';
import { authorizerHeaderDropped } from './authorizer-header-dropped';
import { authorizerModeContradicted } from './authorizer-mode-contradicted';
import { bootstrapAccountMissing } from './bootstrap-account-missing';
import { bootstrapAccountUnknown } from './bootstrap-account-unknown';
import { bootstrapAdminMissing } from './bootstrap-admin-missing';
import { bootstrapAdminSubject } from './bootstrap-admin-subject';
import { browserSecretUndelivered } from './browser-secret-undelivered';
import { browserSignInMissing } from './browser-sign-in-missing';
import { claimHeaderSpoofable } from './claim-header-spoofable';
import { clientGrantInteractive } from './client-grant-interactive';
import { clientIdMismatch } from './client-id-mismatch';
import { clientIncomplete } from './client-incomplete';
import { clientSecretInconsistent } from './client-secret-inconsistent';
import { clientSecretKeyMissing } from './client-secret-key-missing';
import { clientSecretOfOther } from './client-secret-of-other';
import { clientSecretUndelivered } from './client-secret-undelivered';
import { clientSecretUnmounted } from './client-secret-unmounted';
import { clientSectionMissing } from './client-section-missing';
import { clusterNameMismatch } from './cluster-name-mismatch';
import { clusterOperatorMissing } from './cluster-operator-missing';
import { configFileMissing } from './config-file-missing';
import { configUnreadable } from './config-unreadable';
import { cookieDomainMismatch } from './cookie-domain-mismatch';
import { credentialHeaderDropped } from './credential-header-dropped';
import { credentialUnreadable } from './credential-unreadable';
import { databasePasswordMissing } from './database-password-missing';
import { durationUnitless } from './duration-unitless';
import { eagerKeyShared } from './eager-key-shared';
import { eagerKeyUnfetched } from './eager-key-unfetched';
import { eagerKeyUnfit } from './eager-key-unfit';
import { eagerKeyUninjected } from './eager-key-uninjected';
import { eagerKeyUnseeded } from './eager-key-unseeded';
import { endpointInsecure } from './endpoint-insecure';
import { endpointMismatch } from './endpoint-mismatch';
import { enumInvalid } from './enum-invalid';
import { externalSecretApiUnserved } from './external-secret-api-unserved';
import { externalSecretIncomplete } from './external-secret-incomplete';
import { externalSecretNotReady } from './external-secret-not-ready';
import { externalSecretPolicyInvalid } from './external-secret-policy-invalid';
import { gatewayRouteUnguarded } from './gateway-route-unguarded';
import { grpcServedAsHttp } from './grpc-served-as-http';
import { grpcSignInRedirect } from './grpc-sign-in-redirect';
import { guardAsksOther } from './guard-asks-other';
import { guardBypassed } from './guard-bypassed';
import { identityChosenByCaller } from './identity-chosen-by-caller';
import { identityClaimMismatch } from './identity-claim-mismatch';
import { identityHeaderDropped } from './identity-header-dropped';
import { identityHeaderSpoofable } from './identity-header-spoofable';
import { identityTypeUnresolved } from './identity-type-unresolved';
import { issuerInsecure } from './issuer-insecure';
import { issuerMismatch } from './issuer-mismatch';
import { keyDuplicated } from './key-duplicated';
import { metadataHeaderSpoofable } from './metadata-header-spoofable';
import { metadataUrlMissing } from './metadata-url-missing';
import { nativeClientMisconfigured } from './native-client-misconfigured';
import { networkPolicyCuts } from './network-policy-cuts';
import { objectDuplicated } from './object-duplicated';
import { openidScopeMissing } from './openid-scope-missing';
import { organizationMismatch } from './organization-mismatch';
import { placeholderSecret } from './placeholder-secret';
import { publicUrlUnauthorized } from './public-url-unauthorized';
import { redirectUrlElsewhere } from './redirect-url-elsewhere';
import { relyingPartyIncomplete } from './relying-party-incomplete';
import { routeBackendMissing } from './route-backend-missing';
import { routeInClear } from './route-in-clear';
import { routeUnattached } from './route-unattached';
import { routeUnguarded } from './route-unguarded';
import { schedulerSecretUnmounted } from './scheduler-secret-unmounted';
import { scopeMissing } from './scope-missing';
import { secretEntryElsewhere } from './secret-entry-elsewhere';
import { secretInManifest } from './secret-in-manifest';
import { secretKeysApplied } from './secret-keys-applied';
import { secretMergeDeadlock } from './secret-merge-deadlock';
import { secretNamespaceMismatch } from './secret-namespace-mismatch';
import { secretOwnerWipesKeys } from './secret-owner-wipes-keys';
import { secretStoreMissing } from './secret-store-missing';
import { secretValuePadded } from './secret-value-padded';
import { secretWritersCollide } from './secret-writers-collide';
import { serviceAuthDisabled } from './service-auth-disabled';
import { serviceExposed } from './service-exposed';
import { serviceWithoutPods } from './service-without-pods';
import { sessionCookieStrict } from './session-cookie-strict';
import { sessionKeyMissing } from './session-key-missing';
import { signInRouteGuarded } from './sign-in-route-guarded';
import { signInRouteMissing } from './sign-in-route-missing';
import { snippetRejected } from './snippet-rejected';
import { tokenUrlForeign } from './token-url-foreign';
import { valueUnreplaced } from './value-unreplaced';
import { valuesAppsUnguarded } from './values-apps-unguarded';
import { valuesConnectionCut } from './values-connection-cut';
import { valuesContradiction } from './values-contradiction';
import { valuesDeadKey } from './values-dead-key';
import { valuesDottedKey } from './values-dotted-key';
import { valuesListIncomplete } from './values-list-incomplete';
import { valuesMissingKey } from './values-missing-key';
import { valuesOverridden } from './values-overridden';
import { valuesPlanesDisagree } from './values-planes-disagree';
import { valuesRecommendedKey } from './values-recommended-key';
import { valuesSecretValue } from './values-secret-value';
import { valuesUnknownKey } from './values-unknown-key';
import { valuesWrongValue } from './values-wrong-value';

/** Every rule, by id. `area` says where each belongs. */
export const ALL_RULES: readonly Rule[] = [
  audienceMissing,
  audienceShared,
  authAnnotationIgnored,
  authCacheKeyIncomplete,
  authFailsOpen,
  authHostSpoofable,
  authMetadataGuarded,
  authMetadataMissing,
  authNotEnabled,
  authNotEnforced,
  authServerTypeContradicted,
  authValueEmpty,
  authorizationHeaderMismatch,
  authorizerFailsOpen,
  authorizerHeaderDropped,
  authorizerModeContradicted,
  bootstrapAccountMissing,
  bootstrapAccountUnknown,
  bootstrapAdminMissing,
  bootstrapAdminSubject,
  browserSecretUndelivered,
  browserSignInMissing,
  claimHeaderSpoofable,
  clientGrantInteractive,
  clientIdMismatch,
  clientIncomplete,
  clientSecretInconsistent,
  clientSecretKeyMissing,
  clientSecretOfOther,
  clientSecretUndelivered,
  clientSecretUnmounted,
  clientSectionMissing,
  clusterNameMismatch,
  clusterOperatorMissing,
  configFileMissing,
  configUnreadable,
  cookieDomainMismatch,
  credentialHeaderDropped,
  credentialUnreadable,
  databasePasswordMissing,
  durationUnitless,
  eagerKeyShared,
  eagerKeyUnfetched,
  eagerKeyUnfit,
  eagerKeyUninjected,
  eagerKeyUnseeded,
  endpointInsecure,
  endpointMismatch,
  enumInvalid,
  externalSecretApiUnserved,
  externalSecretIncomplete,
  externalSecretNotReady,
  externalSecretPolicyInvalid,
  gatewayRouteUnguarded,
  grpcServedAsHttp,
  grpcSignInRedirect,
  guardAsksOther,
  guardBypassed,
  identityClaimMismatch,
  identityChosenByCaller,
  identityHeaderDropped,
  identityHeaderSpoofable,
  identityTypeUnresolved,
  issuerInsecure,
  issuerMismatch,
  keyDuplicated,
  metadataHeaderSpoofable,
  metadataUrlMissing,
  nativeClientMisconfigured,
  objectDuplicated,
  openidScopeMissing,
  organizationMismatch,
  placeholderSecret,
  publicUrlUnauthorized,
  redirectUrlElsewhere,
  relyingPartyIncomplete,
  routeBackendMissing,
  routeInClear,
  routeUnattached,
  routeUnguarded,
  schedulerSecretUnmounted,
  scopeMissing,
  secretEntryElsewhere,
  secretInManifest,
  secretKeysApplied,
  secretMergeDeadlock,
  secretNamespaceMismatch,
  secretOwnerWipesKeys,
  secretStoreMissing,
  secretValuePadded,
  secretWritersCollide,
  serviceAuthDisabled,
  serviceExposed,
  networkPolicyCuts,
  serviceWithoutPods,
  sessionCookieStrict,
  sessionKeyMissing,
  signInRouteGuarded,
  signInRouteMissing,
  snippetRejected,
  tokenUrlForeign,
  valueUnreplaced,
  valuesAppsUnguarded,
  valuesConnectionCut,
  valuesContradiction,
  valuesDeadKey,
  valuesDottedKey,
  valuesListIncomplete,
  valuesMissingKey,
  valuesOverridden,
  valuesPlanesDisagree,
  valuesRecommendedKey,
  valuesSecretValue,
  valuesUnknownKey,
  valuesWrongValue,
];
