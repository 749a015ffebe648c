import { EAGER_API_KEY } from '../../contract/union/secrets';
import { defineRule, Violation } from '../engine/rule';
import type { Secret } from '../kube/secret';
import { heldSecrets } from '../model/client-entries';
import type { Model } from '../model/model';
import { organizationNames } from '../model/organizations';

export const eagerKeyUnfit = defineRule('eager-key-unfit', {
  subjects: (model) =>
    model.secrets.filter(
      (secret) => secret.keys.includes(EAGER_API_KEY) && secret.valueKind(EAGER_API_KEY) === 'value',
    ),
  notApplicable: `No Secret in the input holds a value under ${EAGER_API_KEY}.`,
  *check(subjects, model) {
    for (const secret of subjects) {
      yield* faultsOf(secret, model);
    }
  },
});

function* faultsOf(secret: Secret, model: Model): Iterable<Violation> {
  const at = secret.keyField(EAGER_API_KEY);
  const key = secret.apiKey(EAGER_API_KEY);
  if (key === undefined) {
    yield {
      at,
      expected: 'an API key: host, client ID, secret and organization with colons between them, in base64',
      found: 'a text of another form',
    };
    return;
  }
  const hosts = [...new Set(model.unionServers.flatMap(({ host }) => host ?? []))];
  const isServed = hosts.includes(key.host.toLowerCase()) || hosts.some((host) => host.includes('*'));
  if (hosts.length > 0 && !isServed) {
    yield { at, expected: `a key for ${hosts.join(' or ')}`, found: `a key for ${key.host}` };
  }
  const organizations = [...new Set(organizationNames(model).map(({ name }) => name))];
  if (organizations.length > 0 && key.organization !== '' && !organizations.includes(key.organization)) {
    yield {
      at,
      expected: `a key for the organization ${organizations.join(' or ')}`,
      found: `a key for ${key.organization}`,
    };
  }
  const held = heldSecrets(model).find(({ clientId }) => clientId === key.clientId);
  if (held !== undefined && !held.secret.holdsText(held.key, key.secret)) {
    yield {
      at,
      expected: `a key with the secret that ${held.secret.object} holds for client ${key.clientId}`,
      found: 'a key with another secret',
    };
  }
}
