import { grouped } from '../../common/data/grouped';
import type { Setting } from '../credentials/config-section';
import { defineRule } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Model } from '../model/model';
import { secretAtProvider, settings } from '../running/cluster-looks';

interface Reader {
  readonly id: Setting;
  readonly text: string;
  /** The key, for people. */
  readonly key: string;
  /** The key and where it is. */
  readonly place: string;
}

/** The clients of each key of a Secret that several read. */
function subjectsOf(model: Model): Reader[][] {
  const readers = model.credentials.flatMap(({ client, key, container }): Reader[] => {
    const id = client?.clientId;
    return id?.text && key !== undefined
      ? [{
        id,
        text: id.text,
        key: `${key.secret}: ${key.key}`,
        place: `${homeKey(container.workload)} ${key.secret} ${key.key}`,
      }]
      : [];
  });
  return grouped(readers, ({ place }) => place).filter(({ length }) => length > 1);
}

/** The ID that more clients have than any other. */
function usual(readers: readonly Reader[]): string | undefined {
  const [first, second] = grouped(readers, ({ text }) => text).sort((a, b) => b.length - a.length);
  return second !== undefined && first.length > second.length ? first[0].text : undefined;
}

export const clientSecretOfOther = defineRule({
  id: 'client-secret-of-other',
  severity: 'error',
  area: 'services',
  title: 'A secret belongs to one client.',
  symptom: 'The token endpoint answers invalid_client to one of the services, and the others work.',
  explanation: 'Several clients read one key of a Secret, and one of them names another client ID than the '
    + 'rest. A provider gives each client a secret of its own, so one of the two is refused. A flag or a '
    + 'variable of the container counts as its configuration does.',
  remediation: 'Give all clients of the Secret the same clientId (control plane: global.INTERNAL_CLIENT_ID, '
    + 'data plane: global.AUTH_CLIENT_ID), or the other one a Secret of its own.',
  see: [
    settings('$NS', 'clientId', 'All clients that mount one Secret must have one ID.'),
    secretAtProvider(
      '$NS', 'union-controlplane-secrets', 'invalid_client: the secret is not that of $CLIENT_ID.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No key of a Secret in the input is read by several clients.',
  *check(subjects) {
    for (const readers of subjects) {
      const expected = usual(readers);
      for (const { id, text, key } of readers) {
        if (expected !== undefined && text !== expected) {
          yield { at: id.field, expected: `${expected}, as the other clients that read ${key}`, found: text };
        }
      }
    }
  },
});
