import { ClientConfig, HydraOAuth2Client } from '../../src';
import { manifests } from '../../test/constructs/edge/support';
import { FLYTE_SDK, GO_CLIENT, Outcome, pipelineSignIns, runClient, withFile } from './_clients';
import { eagerKey } from './_eager-key';
import { authorizeWithoutPkce, HYDRA_HOST, hydraDeployment, hydraFor } from './_hydra';
import { ALICE } from './_people';
import { Walker } from './_walker';
import { CI_CLIENT, Cluster, UNION_HOST } from './_world';

const union = hydraDeployment();
const HOME = `https://${UNION_HOST}`;
const DEEP_LINK = `${HOME}/console/projects/flytesnacks?domain=development&filter=running`;
let cluster: Cluster;

afterAll(() => cluster?.stop());
const hydra = hydraFor(union);
beforeAll(async () => {
  cluster = await Cluster.start(hydra.provider, union);
});

beforeEach(async () => {
  await cluster.flyteadmin.forget();
  hydra.app.forms.length = 0;
});

async function callsOf(clientId: string) {
  return (await cluster.flyteadmin.served()).filter(({ path, identity }) => path !== '/me' && identity.claims.client_id === clientId).map(({ identity }) => identity.claims);
}

async function expectServiceCalls(clientId: string, { code, output }: Outcome): Promise<void> {
  expect(output).toContain('answered');
  expect(code).toBe(0);
  const calls = await callsOf(clientId);
  expect(calls).not.toEqual([]);
  for (const claims of calls) {
    expect(claims).toMatchObject({ sub: union.identity.identityProvider.serviceSubject(clientId), aud: [HOME], identitytype: 'app' });
  }
}

describe('people', () => {
  it('a deep link survives sign-in with its query, and the next one needs no form until logout', async () => {
    const walker = new Walker(hydra.provider.network);
    expect(await walker.open(DEEP_LINK)).toMatchObject({ url: DEEP_LINK, status: 200 });
    expect(hydra.app.forms).toEqual([true]);
    const me = await walker.open(`${HOME}/me`);
    expect(me).toMatchObject({ status: 200, headers: { 'x-user-subject': ALICE.username, 'x-user-claim-identitytype': '"user"' } });
    expect([...walker.of(UNION_HOST).keys()]).toEqual(expect.arrayContaining(['flyte_at_1', 'flyte_at_2', 'flyte_idt', 'flyte_rt']));

    // Hydra still has its session.
    walker.forget(UNION_HOST);
    expect(await walker.open(DEEP_LINK)).toMatchObject({ url: DEEP_LINK, status: 200 });
    expect(hydra.app.forms).toEqual([true, false]);

    await walker.open(`${HOME}/logout`);
    expect(await walker.open(`${HOME}/me`)).toMatchObject({ status: 401 });
  });

  it('flyte-sdk signs a person in with PKCE', async () => {
    const walker = new Walker(hydra.provider.network);
    let opened: Promise<unknown> | undefined;
    const outcome = await runClient(hydra.provider, FLYTE_SDK, {
      shell: withFile(ClientConfig.pkce(union.identity)),
      onOutput: (output) => {
        const url = /https:\/\/hydra\.example\.com\/oauth2\/auth\?\S+(?=\s)/.exec(output)?.[0];
        opened ??= url ? walker.open(url) : undefined;
      },
    });
    expect(await opened).toMatchObject({ url: expect.stringContaining('http://localhost:53593/callback?code=') });
    expect(outcome.output).toContain('answered');
    expect(await callsOf('union-native')).toContainEqual(expect.objectContaining({ aud: [HOME], identitytype: 'user', scp: expect.arrayContaining(['all']) }));
  });

  it('the Go client of flytectl and uctl signs a person in with PKCE', async () => {
    expect(await goClientSignsIn()).toMatchObject({ code: 0, output: expect.stringContaining('answered') });
    expect(await callsOf('union-native')).toContainEqual(expect.objectContaining({ aud: [HOME], identitytype: 'user' }));
  });

  it('fault: flyteadmin refuses the Go client, which requests no audience, if the consent app adds none', async () => {
    hydra.app.addsAudience = false;
    const { code } = await goClientSignsIn();
    hydra.app.addsAudience = true;
    expect(code).not.toBe(0);
    expect(await cluster.flyteadmin.refused()).toContainEqual(expect.stringContaining('invalid audience [&{[]'));
  });

  it('Hydra refuses the native application without PKCE', async () => {
    const { url } = await new Walker(hydra.provider.network).open(authorizeWithoutPkce(union));
    expect(new URL(url).searchParams.get('error_description')).toContain('must include a code_challenge');
  });

  it('the metadata of this release has no device code', async () => {
    const { body } = await hydra.provider.network.ask(`https://${HYDRA_HOST}/.well-known/openid-configuration`);
    expect(
      JSON.parse(body),
    ).toMatchObject({ issuer: union.identity.identityProvider.issuer, token_endpoint: union.identity.identityProvider.tokenEndpoint });
    expect(JSON.parse(body)).not.toHaveProperty('device_authorization_endpoint');
  });
});

async function goClientSignsIn(): Promise<Outcome> {
  const walker = new Walker(hydra.provider.network);
  let opened: Promise<unknown> | undefined;
  const outcome = await runClient(hydra.provider, GO_CLIENT, {
    shell: withFile(ClientConfig.pkce(union.identity)),
    onOutput: (output) => {
      const url = /opens (https:\/\/hydra\.example\.com\S+)\s/.exec(output)?.[1];
      opened ??= url ? walker.open(url) : undefined;
    },
  });
  await opened;
  return outcome;
}

describe('services', () => {
  it.each(pipelineSignIns(union.identity))('%s', async (_, program, shell) => {
    await expectServiceCalls(CI_CLIENT, await runClient(hydra.provider, program, { shell, env: hydra.provider.pipeline }));
  });

  it('flyte-sdk signs in with the key of eager tasks, as External Secrets encodes it', async () => {
    const secret = hydra.provider.secrets['union-service'];
    const key = eagerKey(union.identity, secret);
    expect(Buffer.from(key, 'base64').toString()).toBe(`${UNION_HOST}:union-service:${secret}:acme`);
    await expectServiceCalls('union-service', await runClient(hydra.provider, FLYTE_SDK, { env: { FLYTE_API_KEY: key } }));
  });
});

it('Hydra Maester\'s object makes the same client as the imported file, except device code', async () => {
  for (const registration of union.registrations.all) {
    const [{ spec }] = manifests((scope) => new HydraOAuth2Client(scope, 'client', { registration }));
    await hydra.register({ ...asMaesterSends(spec as OAuth2ClientSpec), client_id: `${registration.clientId}-by-maester` });
    const [imported, made] = [await hydra.client(registration.clientId), await hydra.client(`${registration.clientId}-by-maester`)];
    const grants = (imported.grant_types as string[]).filter((grant) => grant !== 'urn:ietf:params:oauth:grant-type:device_code');
    const { client_id, created_at, updated_at, ...rest } = imported;
    expect(made).toMatchObject({ ...rest, grant_types: grants });
  }
});

interface OAuth2ClientSpec {
  readonly clientName: string;
  readonly grantTypes: string[];
  readonly responseTypes?: string[];
  readonly redirectUris?: string[];
  readonly postLogoutRedirectUris?: string[];
  readonly scopeArray: string[];
  readonly audience: string[];
  readonly tokenEndpointAuthMethod: string;
  readonly skipConsent: boolean;
}

/** Source: hydra-maester, hydra/types.go, `FromOAuth2Client`. */
function asMaesterSends(spec: OAuth2ClientSpec): object {
  return {
    client_name: spec.clientName,
    grant_types: spec.grantTypes,
    response_types: spec.responseTypes,
    redirect_uris: spec.redirectUris,
    post_logout_redirect_uris: spec.postLogoutRedirectUris,
    scope: spec.scopeArray.join(' '),
    audience: spec.audience,
    token_endpoint_auth_method: spec.tokenEndpointAuthMethod,
    skip_consent: spec.skipConsent,
  };
}
