import { execFileSync } from 'node:child_process';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registrations } from '../../../../src/constructs/registrations/registrations';
import { oneIn } from '../../../_tools/drawn';
import { PROVIDERS, identityOf } from '../_identity';

/** Each starts Node. */
const deep = oneIn(5);

const identity = identityOf(PROVIDERS.cognito(), undefined, {
  dataPlanes: { east: { operator: { clientId: 'operator-id' }, eager: { clientId: 'eager-id' } } },
  clients: { release: { clientId: 'release-id' } },
});
const trigger = new Registrations({ identity }).files()['cognito-pre-token.mjs'].toString();

/** What Node.js makes of an event with the emitted function. */
function answer(event: object): any {
  const directory = mkdtempSync(join(tmpdir(), 'trigger-'));
  try {
    writeFileSync(join(directory, 'index.mjs'), trigger);
    writeFileSync(join(directory, 'run.mjs'), `import { handler } from './index.mjs';\nconsole.log(JSON.stringify(await handler(${JSON.stringify(event)})));\n`);
    return JSON.parse(execFileSync(process.execPath, [join(directory, 'run.mjs')], { encoding: 'utf8' }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const event = (clientId: string, triggerSource: string) => ({ callerContext: { clientId }, triggerSource, userName: 'ada', response: {} });

deep('knows every application', () => {
  const known = [...trigger.matchAll(/^ {2}"([^"]+)", \/\/ (\S+)$/gm)].map(([, clientId, id]) => [clientId, id]);
  expect(known).toEqual(identity._applications.all.map(({ clientId, id }) => [clientId, id]));
});

deep.each(['union-service', 'operator-id', 'eager-id', 'release-id'])('%s gets a token that flyteadmin takes, of an application', (clientId) => {
  const { accessTokenGeneration } = answer(event(clientId, 'TokenGeneration_ClientCredentials')).response.claimsAndScopeOverrideDetails;
  const claims = accessTokenGeneration.claimsToAddOrOverride;
  expect(claims).toEqual({ aud: clientId, scp: ['all'], identitytype: 'app', preferred_username: clientId });
  expect(identity.allowedAudience).toContain(claims.aud);
});

deep('a person gets the same in the ID token, which a browser goes by', () => {
  const details = answer(event('union-web', 'TokenGeneration_HostedAuth')).response.claimsAndScopeOverrideDetails;
  expect(details.idTokenGeneration.claimsToAddOrOverride).toEqual({ identitytype: 'user', preferred_username: 'ada' });
  expect(details.accessTokenGeneration.claimsToAddOrOverride).toMatchObject({ aud: 'union-web', identitytype: 'user' });
});

deep('tokens of other applications of the pool stay as they are', () => {
  expect(answer(event('somebody-else', 'TokenGeneration_HostedAuth')).response).toEqual({});
});

deep('a client ID is a text, whatever it holds', () => {
  const odd = identityOf(PROVIDERS.cognito(), undefined, { clients: { odd: { clientId: 'a"];b' } } });
  expect(new Registrations({ identity: odd }).files()['cognito-pre-token.mjs'].toString()).toContain('  "a\\"];b", // odd');
});
