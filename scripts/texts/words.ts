import { listed } from '../../src/common/data/texts';
import { edgeSettings, GATE_PORTS, NGINX_GATE_URL, SIGN_IN_GATE, SIGN_IN_GATE_URL } from '../../src/contract/edges/known-edges';
import { TRUSTED_CLIENTS_ANNOTATION } from '../../src/contract/own-annotations';
import { KNOWN_PROVIDERS } from '../../src/contract/providers/known-providers';
import { METADATA_PREFIX } from '../../src/contract/union/caller-headers';
import {
  AUTH_METADATA_SERVICES, NATIVE_REDIRECT_URI, OAUTH_METADATA_PATH, OIDC_METADATA_PATH,
} from '../../src/contract/union/flyteadmin';
import {
  CLIENT_SECRET_KEY, DATABASE_PASSWORD_KEY, EAGER_API_KEY, OIDC_CLIENT_SECRET_KEY, PLACEHOLDER, SECRETS,
} from '../../src/contract/union/secrets';
import { HEADERS_TO_REMOVE_HEADER } from '../../src/contract/upstream/envoy-gateway';
import { CREDENTIAL_VARIABLES, NGINX } from '../../src/contract/upstream/ingress-nginx';
import { LAST_APPLIED_ANNOTATION } from '../../src/contract/upstream/kubernetes';

/** Names for values that the contract may change, as `{{name}}` in texts. */
export const WORDS: Readonly<Record<string, string>> = {
  authCacheKey: NGINX.authCacheKey,
  authMetadataServices: AUTH_METADATA_SERVICES.join(' and '),
  authSignin: NGINX.authSignin,
  authUrl: NGINX.authUrl,
  callerHeadersSetting: edgeSettings('callerHeaders'),
  clientSecretKey: CLIENT_SECRET_KEY,
  credentialVariables: CREDENTIAL_VARIABLES.join(''),
  databasePasswordKey: DATABASE_PASSWORD_KEY,
  dataPlaneSecret: SECRETS.dataPlane.name,
  eagerApiKey: EAGER_API_KEY,
  flyteadminSecret: SECRETS.flyteadmin.name,
  gateSignInPort: String(GATE_PORTS.signIn),
  gateUnauthorizedPort: String(GATE_PORTS.unauthorized),
  getPublicClientConfig: `${AUTH_METADATA_SERVICES[0]}/GetPublicClientConfig`,
  grpcSetting: edgeSettings('grpc'),
  headersToRemoveHeader: HEADERS_TO_REMOVE_HEADER,
  lastAppliedAnnotation: LAST_APPLIED_ANNOTATION,
  metadataPrefix: METADATA_PREFIX,
  nativeRedirectUri: NATIVE_REDIRECT_URI,
  nginxGate: NGINX_GATE_URL,
  oauthMetadataPath: OAUTH_METADATA_PATH,
  oidcClientSecretKey: OIDC_CLIENT_SECRET_KEY,
  oidcMetadataPath: OIDC_METADATA_PATH,
  placeholder: PLACEHOLDER,
  providersRefusingOffline:
    listed(KNOWN_PROVIDERS.filter((provider) => provider.refusesOfflineAccessToServices).map(({ name }) => name)),
  schedulerSecret: SECRETS.scheduler.name,
  serviceSecret: SECRETS.unionServices.name,
  signInGate: SIGN_IN_GATE,
  signInSetting: edgeSettings('signIn'),
  traefikGate: SIGN_IN_GATE_URL,
  trustedClientsAnnotation: TRUSTED_CLIENTS_ANNOTATION,
  webSecret: SECRETS.relyingParty.name,
  webSecretFile: `${SECRETS.relyingParty.mountPath}${CLIENT_SECRET_KEY}`,
};
