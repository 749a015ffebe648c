import { Problems } from '../../../src/common/props/problems';
import { checkOwnEntry } from '../../../src/constructs/secrets/own-entry';
import { RemoteRef } from '../../../src/contract/upstream/remote-ref';
import { externalSecrets, unionAuth } from '../../_tools/fixtures';

const identity = unionAuth({ clients: { release: { clientId: 'union-release', secret: { key: 'union/release' } }, keyless: { clientId: 'union-keyless' } } });

function problemsOf(clientId: string, remote: RemoteRef): string[] {
  const problems = new Problems('It');
  checkOwnEntry(problems, { identity, secrets: externalSecrets() }, 'clientSecret', { clientId, remote });
  return collected(problems);
}

function collected(problems: Problems): string[] {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

test('the entry of another client that the identity lists is refused, and named', () => {
  expect(problemsOf('union-ci', { key: 'union/release' })).toEqual([
    '  - clientSecret: {"key":"union/release"} is also the location of client union-release; each secret has its own, give it',
  ]);
});

test('the client that the identity lists has its own entry', () => expect(problemsOf('union-release', { key: 'union/release' })).toEqual([]));

test('an entry without other users belongs to it', () => {
  expect(problemsOf('union-ci', { key: 'union/ci' })).toEqual([]);
  expect(problemsOf('union-ci', { key: 'union/release', property: 'other' })).toEqual([]);
});

test('the service application has its entry, and no other client has', () => {
  expect(problemsOf('service-client-id', { key: 'union/service-client-secret' })).toEqual([]);
  expect(problemsOf('service-client-id', { key: 'union/web-client-secret' })).toEqual([
    '  - clientSecret: {"key":"union/web-client-secret"} is also the location of client web-app-client-id; each secret has its own, give it',
  ]);
  expect(problemsOf('union-ci', { key: 'union/service-client-secret' })).toHaveLength(1);
});
