import { oncePerName, unique } from '../../common/data/collections';
import { DATABASE_PASSWORD_KEY, SECRETS } from '../../contract/union/secrets';
import { COPIED_ELSEWHERE, COPY_OF_ANOTHER } from '../../contract/upstream/secret-operators';
import type { ExternalSecret } from '../kube/external-secret';
import { Home, beside, homeKey } from '../kube/home';
import { HomeIndex } from '../kube/home-index';
import { asObject } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Secret } from '../kube/secret';
import type { Workload } from '../kube/workload';
import type { Field } from '../read/field';
import { OperatorWrite, isVeiled, unknownWriters, writesOf } from './secret-operators';

const KEYS_OF_OTHERS: readonly string[] = [
  DATABASE_PASSWORD_KEY, ...Object.values(SECRETS).flatMap(({ keysOfOthers }) => [...keysOfOthers]),
];

/** Whether other tools than the delivery write a key. */
export function isKeyOfOthers(key: string): boolean {
  return KEYS_OF_OTHERS.includes(key);
}

/** Charts render Secrets without keys, or with generated ones, to which others add keys. */
export function showsCredentials(writer: SecretWriter): boolean {
  return isObserved(writer) || !writer.keys.every(isKeyOfOthers);
}

interface Writer<Kind> {
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly field: Field;
  readonly keys: readonly string[];
  /** Whether it may write other keys, too. */
  readonly openEnded: boolean;
}

type ManifestWriter = Writer<'manifest'> & { readonly secret: Secret };

export type SecretWriter =
  | ManifestWriter
  | Writer<'external-secret'> & { readonly externalSecret: ExternalSecret }
  | Writer<OtherWriter> & Pick<OperatorWrite, 'namespaceAt' | 'waitsAt'>;

/** `process`: of a pod, through the API; `copy`: a tool between namespaces; `stranger`: of unknown kind. */
type OtherWriter = 'operator' | 'process' | 'copy' | 'stranger';

/**
 * What the input shows about a key of a Secret. What a cluster holds outranks what manifests declare.
 *
 * - `delivered`: someone writes it with a real value.
 * - `possible`: an open-ended writer (`dataFrom`, `templateFrom`) may write it; manifests cannot tell.
 * - `placeholder`: the only value is a placeholder or empty.
 * - `key-missing`: the Secret has writers in the input, but none writes this key.
 * - `missing`: the input shows the Secrets of the reader's namespace as a cluster holds them, and this one is
 *   not among them.
 * - `unknown`: nothing in the input writes this Secret at all; it may be provisioned elsewhere.
 */
export interface KeyDelivery {
  readonly state: 'delivered' | 'possible' | 'placeholder' | 'key-missing' | 'missing' | 'unknown';
  /** The writers of this key, or of the Secret if none writes the key. */
  readonly writers: readonly SecretWriter[];
}

export class SecretWriters {
  /** The writers of a name in all homes. */
  public readonly named = oncePerName((name): readonly SecretWriter[] => unique(this.index.named(name)));

  private readonly index = new HomeIndex<SecretWriter>();
  /** Homes with Secrets of a cluster in the input, by their keys. */
  private readonly dumped = new Set<string>();

  /** @param others objects of other kinds, which may write Secrets */
  public constructor(
    secrets: readonly Secret[],
    externalSecrets: readonly ExternalSecret[],
    others: readonly KubeObject[],
    workloads: readonly Workload[],
  ) {
    secrets.forEach((secret) => this.addManifest(secret));
    externalSecrets.forEach((externalSecret) => this.addExternalSecret(externalSecret));
    const read = [...new Set(workloads.flatMap(({ secretNames }) => secretNames.map(({ text }) => text)))];
    const noted = (kind: OtherWriter) => ({ object, name, namespace, ...write }: OperatorWrite) =>
      this.index.add(name, beside(object, namespace), { kind, object, field: object.field(), ...write });
    others.flatMap(writesOf).forEach(noted('operator'));
    workloads.forEach((workload) => this.addProcesses(workload));
    // Encrypted objects may be any Secret without another writer.
    unknownWriters(others, read)
      .filter(({ object, name }) => !isVeiled(object) || this.index.named(name).length === 0)
      .forEach(noted('stranger'));
  }

  public of(name: string, near: Home): readonly SecretWriter[] {
    return this.index.near(name, near)
      .filter((writer) => writer.kind !== 'external-secret' || writer.externalSecret.maySelect(near));
  }

  /** The delivery of one key to a reader. */
  public delivery(name: string, key: string, reader: Home & { readonly live?: boolean }): KeyDelivery {
    const writers = this.of(name, reader);
    const observed = writers.filter(isObserved);
    if (observed.length > 0) {
      return { state: observedState(observed.map(({ secret }) => secret.valueKind(key))), writers: observed };
    }
    if (reader.live === true && this.dumped.has(homeKey(reader))) {
      return { state: 'missing', writers };
    }
    const ofKey = writers.filter((writer) => writer.keys.includes(key));
    if (ofKey.some((writer) => writer.kind !== 'manifest' || isValue(writer.secret.valueKind(key)))) {
      return { state: 'delivered', writers: ofKey };
    }
    const open = writers.filter((writer) => writer.openEnded);
    if (open.length > 0) {
      return { state: 'possible', writers: open };
    }
    return ofKey.length > 0
      ? { state: 'placeholder', writers: ofKey }
      : { state: writers.length > 0 ? 'key-missing' : 'unknown', writers };
  }

  private addManifest(secret: Secret): void {
    const { object, name, keys } = secret;
    if (object.live) {
      this.dumped.add(homeKey(secret));
    }
    const field = object.field();
    this.add(name, { kind: 'manifest', object, field, keys, openEnded: false, secret });
    this.addCopies(name, object.annotations, { object, field, keys, openEnded: false });
    if (!secret.observed && Object.keys(object.annotations).some((each) => COPY_OF_ANOTHER.test(each))) {
      this.add(name, { kind: 'copy', object, field, keys: [], openEnded: true });
    }
  }

  /** The copies of a Secret that an operator makes in other namespaces, by its annotations. */
  private addCopies(
    name: string, annotations: unknown, copy: Omit<Writer<unknown>, 'kind'>,
  ): void {
    if (Object.keys(asObject(annotations)).some((each) => COPIED_ELSEWHERE.test(each))) {
      this.index.add(name, beside(copy.object, undefined), { kind: 'copy', ...copy });
    }
  }

  private addExternalSecret(externalSecret: ExternalSecret): void {
    const { object, target, creationPolicy } = externalSecret;
    const writesNothing = creationPolicy === 'None';
    const write = {
      object,
      field: externalSecret.field(),
      keys: writesNothing ? [] : externalSecret.keys,
      openEnded: externalSecret.openEnded && !writesNothing,
    };
    this.add(target, { kind: 'external-secret', ...write, externalSecret });
    this.addCopies(target, externalSecret.at('target', 'template', 'metadata', 'annotations'), write);
  }

  private add(name: string, writer: SecretWriter): void {
    homesOf(writer).forEach((home) => this.index.add(name, home, writer));
  }

  /** flyteadmin's init container generates keys and writes them to a Secret through the API. */
  private addProcesses(workload: Workload): void {
    for (const container of workload.containers) {
      const name = /\bsecrets create\b.*?--name[= ](\S+)/s.exec(container.commandLine.join(' '))?.[1];
      if (name !== undefined) {
        const { object } = workload;
        const keys = SECRETS.flyteadmin.keysOfOthers;
        this.add(name, { kind: 'process', object, field: container.field, keys, openEnded: false });
      }
    }
  }
}

/** Whether it has the content of a cluster. */
export function isObserved(writer: SecretWriter): writer is ManifestWriter {
  return writer.kind === 'manifest' && writer.secret.observed;
}

type ValueKind = ReturnType<Secret['valueKind']>;

/** Whether there will be a value, known or not. */
export function isValue(kind: ValueKind): boolean {
  return kind === 'value' || kind === 'reference' || kind === 'withheld';
}

function observedState(kinds: readonly ValueKind[]): KeyDelivery['state'] {
  if (kinds.some(isValue)) {
    return 'delivered';
  }
  return kinds.every((kind) => kind === 'absent') ? 'key-missing' : 'placeholder';
}

/** The homes to which a writer writes: its own namespace, or others of its cluster. */
function homesOf(writer: SecretWriter): readonly Home[] {
  const scope = writer.kind === 'external-secret' ? writer.externalSecret.scope : { kind: 'own' as const };
  const elsewhere = scope.kind === 'named' ? scope.namespaces : [undefined];
  const namespaces = scope.kind === 'own' ? [writer.object.namespace] : elsewhere;
  return namespaces.map((namespace) => beside(writer.object, namespace));
}

export function placeOfKeys(writer: SecretWriter): Field {
  if (writer.kind === 'external-secret') {
    const { externalSecret } = writer;
    return externalSecret.at('data') === undefined ? externalSecret.field() : externalSecret.field('data');
  }
  const section = ['stringData', 'data'].find((name) => writer.object.at(name) !== undefined);
  return section === undefined ? writer.field : writer.object.field(section);
}
