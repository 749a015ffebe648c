import { issuerInsecure } from '../../../src/verify/rules/settings';
import { configMap, deployment, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const configured = (config: Record<string, unknown>) =>
  manifests(configMap('config', { 'server.yaml': config }), deployment('flyteadmin', { configMaps: { config: '/etc/flyte/config' } }));
const issuer = (baseUrl: unknown) => configured({ auth: { userAuth: { openId: { baseUrl } } } });
const client = (settings: Record<string, unknown>) => configured({ union: { auth: { enable: true, clientId: 'service', ...settings } } });
const finding = {
  object: 'v1/ConfigMap union-cp/config',
  field: 'data["server.yaml"]: auth.userAuth.openId.baseUrl',
  line: 'baseUrl: http://idp.example.com/oauth2',
  expected: 'an https URL',
  found: 'http://idp.example.com/oauth2',
};
const token = { ...finding, field: 'data["server.yaml"]: union.auth.tokenUrl' };
const external = (authServerType: string, settings: Record<string, unknown>) =>
  configured({ auth: { appAuth: { authServerType, externalAuthServer: settings } } });
const reason = 'No workload in the input is configured with an issuer or token endpoint.';

testRule(issuerInsecure, {
  fires: [
    { when: 'the issuer of the relying party is http', input: issuer('http://idp.example.com/oauth2'), findings: [finding] },
    { when: 'it has no scheme', input: issuer('idp.example.com/oauth2'), findings: [{ ...finding, line: 'baseUrl: idp.example.com/oauth2', found: 'idp.example.com/oauth2, which has no scheme' }] },
    { when: 'it is a bare IP address', input: issuer('http://10.0.0.1:8080'), findings: [{ ...finding, line: 'baseUrl: http://10.0.0.1:8080', found: 'http://10.0.0.1:8080' }] },
    { when: 'it has blanks around it', input: issuer(' http://idp.example.com '), findings: [{ ...finding, line: 'baseUrl: " http://idp.example.com "', found: 'http://idp.example.com' }] },
    { when: 'it has another scheme', input: issuer('ftp://localhost'), findings: [{ ...finding, line: 'baseUrl: ftp://localhost', found: 'ftp://localhost' }] },
    { when: 'it is an IPv6 address of elsewhere', input: issuer('http://[2001:db8::1]:8080'), findings: [{ ...finding, line: 'baseUrl: http://[2001:db8::1]:8080', found: 'http://[2001:db8::1]:8080' }] },
    { when: 'its path has an @', input: issuer('http://idp.example.com/a@b'), findings: [{ ...finding, line: 'baseUrl: http://idp.example.com/a@b', found: 'http://idp.example.com/a@b' }] },
    {
      when: 'the issuer that the relying party names is http',
      input: configured({ auth: { userAuth: { openId: { issuerUrl: 'http://idp.example.com' } } } }),
      findings: [{ ...finding, field: 'data["server.yaml"]: auth.userAuth.openId.issuerUrl', line: 'issuerUrl: http://idp.example.com', found: 'http://idp.example.com' }],
    },
    {
      when: 'the external server names no metadata',
      input: external('External', { baseUrl: 'http://idp.example.com' }),
      findings: [{ ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', line: 'baseUrl: http://idp.example.com', found: 'http://idp.example.com' }],
    },
    {
      when: 'the type of the external server goes by its number',
      input: external('1', { baseUrl: 'http://idp.example.com' }),
      findings: [{ ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', line: 'baseUrl: http://idp.example.com', found: 'http://idp.example.com' }],
    },
    {
      when: 'a client asks for metadata over http',
      input: client({ authorizationServerUrl: 'http://idp.example.com' }),
      findings: [{ ...token, field: 'data["server.yaml"]: union.auth.authorizationServerUrl', line: 'authorizationServerUrl: http://idp.example.com', found: 'http://idp.example.com' }],
    },
    {
      when: 'the external server and its metadata are http',
      input: external('External', { baseUrl: 'HTTP://idp.example.com', metadataUrl: 'http://idp.example.com/.well-known/openid-configuration' }),
      findings: [
        { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl', line: 'baseUrl: HTTP://idp.example.com', found: 'HTTP://idp.example.com' },
        {
          ...finding,
          field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl',
          line: 'metadataUrl: http://idp.example.com/.well-known/openid-configuration',
          found: 'http://idp.example.com/.well-known/openid-configuration',
        },
      ],
    },
    {
      when: 'a client sends its secret over http',
      input: client({ tokenUrl: 'http://idp.example.com/token' }),
      findings: [{ ...token, line: 'tokenUrl: http://idp.example.com/token', found: 'http://idp.example.com/token' }],
    },
    {
      when: 'no scheme and a password stand before the host, and the password stays unsaid',
      input: client({ tokenUrl: 'user:not-a-real-secret@idp.example.com/token' }),
      findings: [{ ...token, line: 'tokenUrl: user:not-a-real-secret@idp.example.com/token', found: '…@idp.example.com/token, which has no scheme' }],
    },
    {
      when: 'the host hides behind a user name that looks like loopback',
      input: client({ tokenUrl: 'http://localhost@idp.example.com/token' }),
      findings: [{ ...token, line: 'tokenUrl: http://localhost@idp.example.com/token', found: 'http://…@idp.example.com/token' }],
    },
  ],
  passes: [
    { when: 'it is https', input: issuer('https://idp.example.com/oauth2/default') },
    { when: 'it has blanks around it', input: issuer(' https://idp.example.com ') },
    { when: 'a user name stands before a host of the cluster', input: client({ tokenUrl: 'http://user@dex.dex.svc:5556/token' }) },
    { when: 'the metadata are no text', input: external('External', { baseUrl: 'https://idp.example.com', metadataUrl: {} }) },
    { when: 'a provider for trials listens on loopback', input: issuer('http://localhost:8080/realms/union') },
    { when: 'loopback is an IPv6 address', input: issuer('http://[::1]:8080') },
    { when: 'the token endpoint is a Service of the cluster', input: client({ tokenUrl: 'http://dex.dex.svc.cluster.local:5556/token' }) },
    { when: 'the metadata path is relative', input: external('External', { baseUrl: 'https://idp.example.com', metadataUrl: '.well-known/openid-configuration' }) },
    {
      when: 'the URIs of flyteadmin itself and the redirect are http',
      input: configured({
        auth: {
          authorizedUris: ['http://flyteadmin:80'],
          appAuth: { thirdPartyConfig: { flyteClient: { redirectUri: 'http://localhost:53593/callback' } } },
          userAuth: { openId: { baseUrl: 'https://idp.example.com' } },
        },
      }),
    },
  ],
  notApplicable: [
    { when: 'the issuer is still empty, as in the chart', input: issuer(''), reason },
    { when: 'the issuer is blank', input: issuer(' '), reason },
    { when: 'the issuer is no text', input: issuer({}), reason },
    { when: 'a placeholder stands there, which is value-unreplaced', input: issuer('<issuer-uri>'), reason },
    { when: 'flyteadmin is its own authorization server', input: external('Self', { baseUrl: 'http://idp.example.com' }), reason },
    { when: 'the client does not authenticate', input: client({ enable: false, tokenUrl: 'http://idp.example.com/token' }), reason },
    { when: 'no service is configured', input: manifests(deployment('flyteadmin')), reason },
  ],
});
