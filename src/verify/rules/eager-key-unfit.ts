import { EAGER_API_KEY } from '../../contract/union/secrets';
import { defineRule, Violation } from '../engine/rule';
import type { Secret } from '../kube/secret';
import { heldSecrets } from '../model/client-entries';
import type { Model } from '../model/model';
import { organizationNames } from '../model/organizations';
import { secretKeys } from '../running/cluster-looks';

export const eagerKeyUnfit = defineRule({
  id: 'eager-key-unfit',
  severity: 'error',
  area: 'services',
  title: 'An API key of eager tasks leads to this control plane, as a client of today.',
  symptom: 'Tasks that start others (eager tasks) fail with 401, "no such host" or "illegal base64 data"; '
    + 'all other tasks run.',
  explanation: 'An API key is host:client ID:secret:organization in base64. It is made once, so that it '
    + 'keeps the host, the organization and the secret of the day: after a move, a copy from another '
    + 'environment or a rotation it leads elsewhere, or is refused. In the dump of a cluster it is decoded '
    + 'and compared; neither it nor a part of it that is secret is shown.',
  remediation: 'Make a new key for this control plane, or have the operator fetch one '
    + '(config.operator.apiKey.enabled: true beside a seed in services.identity.apiKeyOverrides), and '
    + 'delete the old Secret.',
  see: [
    secretKeys('$DP', undefined, `A Secret with the key ${EAGER_API_KEY}, and since when it is there.`),
  ],
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
