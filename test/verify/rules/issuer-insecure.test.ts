import { issuerInsecure } from '../../../src/verify/rules/settings';
import { configMap, deployment, manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const configured = (config: Record<string, unknown>) =>
  manifests(configMap('config', { 'server.yaml': config }), deployment('flyteadmin', { configMaps: { config: '/etc/flyte/config' } }));
const issuer = (baseUrl: unknown) => configured({ auth: { userAuth: { openId: { baseUrl } } } });
const client = (settings: Record<string, unknown>) => configured({ union: { auth: { enable: true, clientId: 'service', ...settings } } });
const finding = {
  object: 'v1/ConfigMap union-cp/config',
  field: 'data["server.yaml"]: auth.userAuth.openId.baseUrl',
  expected: 'an https URL',
  found: 'http://idp.example.com/oauth2',
};
const token = { ...finding, field: 'data["server.yaml"]: union.auth.tokenUrl' };
const external = (authServerType: string, settings: Record<string, unknown>) =>
  configured({ auth: { appAuth: { authServerType, externalAuthServer: settings } } });

testRule(issuerInsecure, {
  fires: [
    ['the issuer of the relying party is http', issuer('http://idp.example.com/oauth2'), finding],
    ['it has no scheme', issuer('idp.example.com/oauth2'), { ...finding, found: 'idp.example.com/oauth2, which has no scheme' }],
    ['it is a bare IP address', issuer('http://10.0.0.1:8080'), { ...finding, found: 'http://10.0.0.1:8080' }],
    ['it has blanks around it', issuer(' http://idp.example.com '), { ...finding, found: 'http://idp.example.com' }],
    ['it has another scheme', issuer('ftp://localhost'), { ...finding, found: 'ftp://localhost' },
      remedy(['ftp://localhost', 'https://idp.example.com'])],
    ['it is an IPv6 address of elsewhere', issuer('http://[2001:db8::1]:8080'), { ...finding, found: 'http://[2001:db8::1]:8080' }],
    ['its path has an @', issuer('http://idp.example.com/a@b'), { ...finding, found: 'http://idp.example.com/a@b' }],
    ['the issuer that the relying party names is http', configured({ auth: { userAuth: { openId: { issuerUrl: 'http://idp.example.com' } } } }),
      { ...finding, field: 'data["server.yaml"]: auth.userAuth.openId.issuerUrl', found: 'http://idp.example.com' }],
    ['the external server names no metadata', external('External', { baseUrl: 'http://idp.example.com' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', found: 'http://idp.example.com' }],
    ['the type of the external server goes by its number', external('1', { baseUrl: 'http://idp.example.com' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', found: 'http://idp.example.com' }],
    ['a client asks for metadata over http', client({ authorizationServerUrl: 'http://idp.example.com' }),
      { ...token, field: 'data["server.yaml"]: union.auth.authorizationServerUrl', found: 'http://idp.example.com' }],
    ['the external server and its metadata are http',
      external('External', { baseUrl: 'HTTP://idp.example.com', metadataUrl: 'http://idp.example.com/.well-known/openid-configuration' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', found: 'HTTP://idp.example.com' },
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', found: 'http://idp.example.com/.well-known/openid-configuration' }],
    ['a client sends its secret over http', client({ tokenUrl: 'http://idp.example.com/token' }),
      { ...token, found: 'http://idp.example.com/token' }],
    ['no scheme and a password stand before the host, and the password stays unsaid',
      client({ tokenUrl: 'user:not-a-real-secret@idp.example.com/token' }),
      { ...token, found: '…@idp.example.com/token, which has no scheme' }],
    ['the host hides behind a user name that looks like loopback', client({ tokenUrl: 'http://localhost@idp.example.com/token' }),
      { ...token, found: 'http://…@idp.example.com/token' }],
  ],
  passes: [
    ['it is https', issuer('https://idp.example.com/oauth2/default')],
    ['it has blanks around it', issuer(' https://idp.example.com ')],
    ['a user name stands before a host of the cluster', client({ tokenUrl: 'http://user@dex.dex.svc:5556/token' })],
    ['the metadata are no text', external('External', { baseUrl: 'https://idp.example.com', metadataUrl: {} })],
    ['a provider for trials listens on loopback', issuer('http://localhost:8080/realms/union')],
    ['loopback is an IPv6 address', issuer('http://[::1]:8080')],
    ['the token endpoint is a Service of the cluster', client({ tokenUrl: 'http://dex.dex.svc.cluster.local:5556/token' })],
    ['the metadata path is relative', external('External', { baseUrl: 'https://idp.example.com', metadataUrl: '.well-known/openid-configuration' })],
    ['the URIs of flyteadmin itself and the redirect are http', configured({
      auth: {
        authorizedUris: ['http://flyteadmin:80'],
        appAuth: { thirdPartyConfig: { flyteClient: { redirectUri: 'http://localhost:53593/callback' } } },
        userAuth: { openId: { baseUrl: 'https://idp.example.com' } },
      },
    })],
  ],
  notApplicable: [
    ['the issuer is still empty, as in the chart', issuer('')],
    ['the issuer is blank', issuer(' ')],
    ['the issuer is no text', issuer({})],
    ['a placeholder stands there, which is value-unreplaced', issuer('<issuer-uri>')],
    ['flyteadmin is its own authorization server', external('Self', { baseUrl: 'http://idp.example.com' })],
    ['the client does not authenticate', client({ enable: false, tokenUrl: 'http://idp.example.com/token' })],
    ['no service is configured', [deployment('flyteadmin')]],
  ],
});
