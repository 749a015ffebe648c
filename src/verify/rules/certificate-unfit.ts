import { grouped } from '../../common/data/grouped';
import { listed } from '../../common/data/listed';
import { oncePer } from '../../common/data/once-per';
import { isNear } from '../../common/props/suggestion';
import { unknownWriters } from '../credentials/secret-operators';
import { placeOfKeys, SecretWriter } from '../credentials/secret-writers';
import type { CertificateName } from '../edge/certificate-names';
import { covers } from '../edge/public-host';
import { defineRule, Violation } from '../engine/rule';
import { homeKey, homeText } from '../kube/home';
import { TLS_KEYS, TLS_TYPE } from '../kube/secret';
import { asksIssuer, isNamedByEdge, issuedFor, ShownHost, shownHosts } from '../model/certificates';
import { misplacedWriters } from '../model/misplaced';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { objectText } from '../texts/headline';

export const certificateUnfit = defineRule('certificate-unfit', {
  subjects: (model) => shownHosts(model).filter(({ names }) =>
    names.some((name) => issuedFor(model, name) !== undefined || isWritten(model, name))),
  notApplicable: 'No edge in the input names the Secret of a certificate that something in the input writes.',
  *check(subjects, model) {
    const names = grouped(subjects.flatMap((subject) => subject.names), ({ secret, home }) =>
      `${secret} ${homeKey(home)}`);
    yield* names.flatMap(([first]) => ofSecret(model, first));
    yield* subjects.flatMap((subject) => ofHost(model, subject));
  },
});

/** Whether somebody writes the Secret, wherever, or one that may be meant. */
function isWritten(model: Model, name: CertificateName): boolean {
  return model.writers.named(name.secret).length > 0 || misspelt(model, name).length > 0;
}

const secretNames = oncePer(({ secrets, externalSecrets }: Model) => [
  ...new Set([...secrets.map(({ name }) => name), ...externalSecrets.map(({ target }) => target)]),
]);

/** Secrets of almost that name which hold a certificate that no edge takes. */
function misspelt(model: Model, { secret, home }: Pick<CertificateName, 'secret' | 'home'>): string[] {
  return secretNames(model)
    .filter((name) => name !== secret && isNear(secret, name) && !isNamedByEdge(model, name)
      && model.writers.of(name, home).some(({ keys }) => TLS_KEYS.every((key) => keys.includes(key))));
}

function ofSecret(model: Model, name: CertificateName): Violation[] {
  const { secret, home, object } = name;
  if (asksIssuer(object) || unknownWriters(model.objects, [secret]).length > 0) {
    return [];
  }
  const writers = model.writers.of(secret, home);
  if (writers.length === 0) {
    return elsewhere(model, name);
  }
  const lacking = TLS_KEYS.filter((key) =>
    ['key-missing', 'placeholder'].includes(model.writers.delivery(secret, key, home).state));
  return lacking.length > 0 ? withoutKeys(lacking, writers, name) : ofType(writers, name);
}

/** A Secret without any key waits for somebody to fill it. */
function withoutKeys(
  lacking: readonly string[], writers: readonly SecretWriter[], { secret, object }: CertificateName,
): Violation[] {
  const keys = [...new Set(writers.flatMap((writer) => writer.keys))];
  const empty = lacking.filter((key) => keys.includes(key));
  return keys.length === 0 ? [] : [{
    at: placeOfKeys(writers[0]),
    expected: `${listed(lacking)} in Secret ${secret}, which ${object} names`,
    found: empty.length > 0 ? `no value for ${listed(empty)}` : `keys ${listed(keys)}`,
    headline: 'keys',
    values: { secret, keys: listed(lacking), user: objectText(object) },
  }];
}

function ofType(writers: readonly SecretWriter[], { typed, object }: CertificateName): Violation[] {
  return !typed ? [] : writers.flatMap((writer): Violation[] => {
    const made = typeOf(writer);
    return made === undefined || made.type === TLS_TYPE ? [] : [{
      at: made.field,
      expected: `${TLS_TYPE}, which Envoy Gateway demands for ${object}`,
      found: made.type ?? 'no type, which is Opaque',
      headline: 'type',
    }];
  });
}

/** The type of the Secret that a writer makes; nothing where another one makes it, or nobody tells. */
function typeOf(writer: SecretWriter): { type: string | undefined; field: Field } | undefined {
  switch (writer.kind) {
    case 'manifest': return { type: writer.secret.type, field: writer.object.field('type') };
    case 'external-secret': return ['Owner', 'Orphan'].includes(writer.externalSecret.creationPolicy)
      ? { type: writer.externalSecret.type, field: writer.externalSecret.field('target', 'template', 'type') }
      : undefined;
    default: return undefined;
  }
}

function elsewhere(model: Model, { secret, home, field }: CertificateName): Violation[] {
  const misplaced = misplacedWriters(model, secret, home);
  const [meant] = misplaced.length > 0 ? [] : misspelt(model, { secret, home });
  return [
    ...misplaced.map(({ object }) => ({
      at: object.field('metadata', 'namespace'),
      expected: `Secret ${secret} in ${homeText(home)}, where ${field.object} looks for it`,
      found: `Secret ${secret} in namespace ${object.namespace}`,
      headline: 'place',
      values: { user: objectText(field.object), namespace: homeText(home) },
    })),
    ...(meant === undefined ? [] : [{
      at: field,
      expected: `${meant}, which holds a certificate`,
      found: `${secret}, which nobody writes`,
      headline: 'name',
      values: { secret, meant },
    }]),
  ];
}

/** None of the certificates that may be shown for a host is issued for it. */
function ofHost(model: Model, { host, names }: ShownHost): Violation[] {
  const issued = names.map((name) => issuedFor(model, name));
  const [first] = issued;
  return first === undefined || issued.some((each) => each?.hosts.some((name) => covers(name, host)) ?? true)
    ? []
    : [{
      at: first.field,
      expected: `${host}, for which the edge shows this certificate`,
      found: first.hosts.length > 0 ? listed(first.hosts) : 'no host',
      headline: 'host',
      values: { host },
    }];
}
