/**
 * A certified OpenID Provider on loopback, behind TLS, with exactly the clients it is told. Its parent process sends the
 * settings and receives the certificate.
 *
 * It stands for an authorization server that is set up as the documentation says: one resource, whose access tokens
 * carry the audience and the claim `scp` as a list. People are signed in, and consent is given, without asking.
 */
import { createServer } from 'node:https';
import Provider from 'oidc-provider';
import selfsigned from 'selfsigned';

const PREFIX = '/oauth2/default';

// Where it goes by a name: the certificate for it, and the name.
const named = process.env.PROVIDER_NAMED && JSON.parse(process.env.PROVIDER_NAMED);

const { private: key, cert } = named ?? await selfsigned.generate([{ name: 'commonName', value: 'loopback' }], {
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});
const server = createServer({ key, cert });

// oidc-provider calls this, which the lowest Node that we support lacks.
URL.parse ??= (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};

let handle;
server.on('request', (req, res) => {
  req.originalUrl = req.url;
  req.url = req.url.slice(PREFIX.length);
  handle(req, res);
});
process.on('message', (settings) => {
  const provider = new Provider(settings.issuer, configuration(settings));
  provider.use(signInWithoutAsking(provider, settings));
  handle = provider.callback();
  process.send({ ready: true });
});
process.once('disconnect', () => server.close());

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  process.send({ issuer: `https://${named?.host ?? `127.0.0.1:${port}`}${PREFIX}`, ca: cert, port });
});

function configuration({ clients, scopes, audience, pkceClients }) {
  return {
    clients,
    scopes,
    cookies: { keys: ['test'] },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, identitytype: 'user' }) }),
    claims: { openid: ['sub', 'identitytype'] },
    interactions: { url: (_ctx, interaction) => `${PREFIX}/interaction/${interaction.uid}` },
    pkce: { required: (_ctx, client) => pkceClients.includes(client.clientId) },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        // A token with which userinfo is asked is for no other resource.
        useGrantedResource: (_ctx, { scopes }) => !scopes.has('openid'),
        getResourceServerInfo: () => ({ scope: 'all', audience, accessTokenFormat: 'jwt' }),
      },
    },
    formats: {
      customizers: {
        jwt: (_ctx, token, jwt) => {
          jwt.payload.scp = (token.scope ?? '').split(' ').filter(Boolean);
          jwt.payload.identitytype = token.kind === 'ClientCredentials' ? 'app' : 'user';
        },
      },
    },
  };
}

/** What a person does in the browser, done at once. */
function signInWithoutAsking(provider, { audience }) {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) {
      return next();
    }
    const { prompt, params, session, grantId } = await provider.interactionDetails(ctx.req, ctx.res);
    if (prompt.name === 'login') {
      return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'alice' } });
    }
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    grant.addResourceScope(audience, params.scope);
    return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  };
}
