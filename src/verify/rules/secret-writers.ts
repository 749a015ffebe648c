import { grouped, oncePer, oncePerName } from '../../common/data/collections';
import { MANAGED_BY } from '../../contract/own-annotations';
import {
  TUNNEL_SECRET_FLAG, TUNNEL_SWITCH, TUNNEL_SWITCHES,
} from '../../contract/union/data-plane-workloads';
import { COOKIE_KEYS, DATABASE_PASSWORD_KEY, SECRETS } from '../../contract/union/secrets';
import {
  EXTERNAL_SECRETS_GROUP, MANAGED_LABEL, REPLACING_CREATION_POLICIES, SECRET_MISSING_REASON,
} from '../../contract/upstream/external-secrets';
import { LABELS } from '../../contract/upstream/kubernetes';
import type { SecretUse } from '../credentials/secret-uses';
import type { SecretWriter } from '../credentials/secret-writers';
import { rule, Violation } from '../engine/rule';
import { ExternalSecret } from '../kube/external-secret';
import { elsewhereText, Home, sameCluster, sameHome } from '../kube/home';
import { asObject } from '../kube/json-access';
import { KubeObject, identityText, objectText } from '../kube/kube-object';
import type { Secret } from '../kube/secret';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import { Field, placeKey } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** The writers of a Secret, and their effects on each other's keys. */

interface Subject {
  readonly object: KubeObject;
  readonly target: string;
  /** Absent if the input has no pod that uses the Secret under this name. */
  readonly use?: SecretUse;
  readonly renamed?: string;
  /** The place of the setting that leaves the creation of the Secret to others. */
  readonly at: Field;
}

function merging(model: Model): Subject[] {
  const all = model.externalSecrets.filter(({ creationPolicy }) => creationPolicy === 'Merge');
  return all.flatMap((externalSecret) => {
    const { target, object } = externalSecret;
    const uses = model.secretUses.byPlanes(target, object)
      .filter(({ workload }) => externalSecret.writesInto(workload));
    const at = externalSecret.field('target', 'creationPolicy');
    const renamed = renamedTarget(model, externalSecret);
    return uses.length > 0 || renamed === undefined
      ? subjectOf({ object, target, at }, uses)
      : [{ object, target, at, renamed }];
  });
}

/** kustomize renames the empty Secret, but not `target.name`. */
function renamedTarget(model: Model, { object, target }: ExternalSecret): string | undefined {
  return model.secret(target, object) === undefined
    ? model.secrets.find(({ name, keys, object: secret }) => {
      const [prefix, suffix] = name === target ? [] : name.split(target);
      return suffix !== undefined && keys.length === 0 && sameHome(secret, object)
        && Object.keys(MANAGED_LABEL).every((label) => secret.labels[label] !== undefined)
        && object.name.startsWith(prefix) && object.name.endsWith(suffix);
    })?.name
    : undefined;
}

/** Objects of other operators that are configured to create no Secret. */
function filling(model: Model): Subject[] {
  return model.secretUses.names.flatMap((target) => model.writers.named(target).flatMap((writer) => {
    const { object } = writer;
    const at = 'waitsAt' in writer ? writer.waitsAt : undefined;
    return at === undefined
      ? []
      : subjectOf({ object, target, at }, model.secretUses.byPlanes(target, object));
  }));
}

/** Of one user, preferably one that requires it. */
function subjectOf(subject: Omit<Subject, 'use'>, uses: readonly SecretUse[]): Subject[] {
  const use = uses.find(({ required }) => required) ?? uses[0];
  return use === undefined ? [] : [{ ...subject, use }];
}

export const secretMergeDeadlock = rule('secret-merge-deadlock', {
  /**
   * Writers that fill a Secret of a plane without creating it, if the input is complete, and immutable
   * Secrets.
   */
  of: (model) => [
    ...[...merging(model), ...filling(model)].filter((subject) => !isCreatedOutside(model, subject)),
    ...model.externalSecrets.filter((externalSecret) => frozen(externalSecret, model) !== undefined),
  ],
  *each(subject, model) {
    if (subject instanceof ExternalSecret) {
      yield {
        at: frozen(subject, model)!.object.field('immutable'),
        expected: 'a Secret that takes new values',
        found: `immutable: true, and ${subject.object} writes it`,
        headline: 'immutable',
        values: { user: objectText(subject.object) },
      };
      return;
    }
    const { object, target, use, renamed, at } = subject;
    if (!isCreated(model, subject)) {
      const others = model.writers.named(target).map(({ object: other }) => other);
      const elsewhere = elsewhereText(others, object);
      const place = elsewhere === '' ? 'the input' : 'its namespace';
      const how = object.group === EXTERNAL_SECRETS_GROUP ? 'creationPolicy Merge' : 'no create: true';
      yield {
        at,
        expected: `an object that creates Secret ${target}${use ? ` for ${use.workload.object}` : ''}`,
        values: { secret: target },
        found: renamed === undefined
          ? `${how} and nothing in ${place} that creates it${elsewhere}`
          : `${how}, and the empty Secret for it is called ${renamed}`,
      };
    }
  },
});

/** An immutable Secret that an ExternalSecret updates periodically. */
function frozen(externalSecret: ExternalSecret, model: Model): Secret | undefined {
  const secret = model.secret(externalSecret.target, externalSecret.object);
  const isMeant = externalSecret.at('target', 'immutable') === true || !writes(externalSecret);
  return secret?.object.at('immutable') === true && !isMeant ? secret : undefined;
}

/** The database password comes from elsewhere, or a live ExternalSecret found its target. */
function isCreatedOutside(model: Model, { object, target, use }: Subject): boolean {
  if (object.live) {
    return !object.listAt('status', 'conditions')
      .some((condition) => asObject(condition).reason === SECRET_MISSING_REASON);
  }
  // Objects of this library include the Secret that they fill.
  if (object.labels[LABELS.managedBy] === MANAGED_BY && !model.holds('', 'Secret', object)) {
    return true;
  }
  return use !== undefined && model.credentialsIn(target, use.workload)
    .some(({ purpose, delivery }) => purpose === 'database password' && delivery?.state === 'key-missing');
}

function isCreated(model: Model, { object, target }: Subject): boolean {
  const byWriter = model.writers.of(target, object).some((writer) => {
    switch (writer.kind) {
      case 'manifest': return true;
      case 'external-secret': return !['Merge', 'None'].includes(writer.externalSecret.creationPolicy);
      // The pod of a process waits for the Secret itself, as do copies of it.
      default: return writer.kind !== 'process' && writer.object !== object && !writer.waitsAt;
    }
  });
  return byWriter
    || model.workloads.some((workload) => sameHome(workload, object) && mayCreate(model, workload, target));
}

/** Whether a command line in a pod that starts without the Secret names it. */
function mayCreate(model: Model, workload: Workload, secret: string): boolean {
  const waits = model.secretUses.of(secret, workload)
    .some((use) => use.workload === workload && use.required);
  return !waits && workload.containers.some(({ commandLine }) =>
    commandLine.some((argument) => argument.includes(secret)));
}

export const secretOwnerWipesKeys = rule('secret-owner-wipes-keys', {
  /** ExternalSecrets that clear their target and whose keys are all known. */
  of: (model) =>
    model.externalSecrets.filter(
      ({ creationPolicy, openEnded }) => REPLACING_CREATION_POLICIES.includes(creationPolicy) && !openEnded,
    ),
  each(externalSecret, model) {
    const lost = keysOfOthers(model, externalSecret).filter((key) => !externalSecret.keys.includes(key));
    return lost.length > 0 && {
      at: externalSecret.field('target', 'creationPolicy'),
      expected: `creationPolicy Merge, since others write ${lost.join(', ')} of ${externalSecret.target}`,
      values: { keys: lost.join(', '), secret: externalSecret.target },
      found: `creationPolicy ${externalSecret.creationPolicy}, which keeps `
        + `${externalSecret.keys.join(', ') || 'no key'} only`,
    };
  },
});

/** Keys of other writers of the target, from the input or upstream's charts. */
function keysOfOthers(model: Model, externalSecret: ExternalSecret): string[] {
  const { object, target, creationPolicy } = externalSecret;
  const shown = model.writers.of(target, object).flatMap((writer) => {
    switch (writer.kind) {
      case 'manifest':
        return writer.secret.observed ? [] : writer.keys;
      case 'external-secret': {
        const isMerged = creationPolicy === 'Orphan' && writer.externalSecret.creationPolicy === 'Merge';
        return isMerged ? writer.keys : [];
      }
      // generate-secrets writes more, but only flyteadmin's own authorization server needs it.
      case 'process': return COOKIE_KEYS;
      default: return [];
    }
  });
  return [...new Set([...shown, ...unseenKeys(model, externalSecret)])];
}

function unseenKeys(model: Model, { object, target }: ExternalSecret): readonly string[] {
  if (target === SECRETS.flyteadmin.name) {
    return COOKIE_KEYS;
  }
  if (keepsTunnelToken(model, target, object)) {
    return SECRETS.dataPlane.keysOfOthers;
  }
  // The charts keep the password there; without a password, manifests have no reader of it, and values say
  // so.
  const reads = model.credentialsIn(target, object).some(({ purpose }) => purpose === 'database password');
  const isShown = model.secretUses.byPlanes(target, object).some(showsPassword);
  return reads || (target === SECRETS.unionServices.name && !isShown) ? [DATABASE_PASSWORD_KEY] : [];
}

/** Whether an operator with a tunnel keeps its token in a Secret: by its flags and config, or by values. */
function keepsTunnelToken(model: Model, target: string, near: Home): boolean {
  const byValues = target === SECRETS.dataPlane.name && model.valueSets.some((set) =>
    set.chart === 'dataplane' && !set.isAuthless && sameHome(set, near)
    && TUNNEL_SWITCHES.every((path) => set.get(path) !== false));
  return byValues || operatorsOfTunnels(model).some(({ container: { commandLine, workload } }) =>
    commandLine[commandLine.indexOf(TUNNEL_SECRET_FLAG) + 1] === target && sameHome(workload, near));
}

const operatorsOfTunnels = oncePer((model: Model) => model.configs.filter((config) =>
  config.container.commandLine.includes(TUNNEL_SECRET_FLAG) && config.get(TUNNEL_SWITCH)?.flag === true));

/** Whether a reader of the password would be visible in a user of the Secret; not in the result of values. */
function showsPassword({ workload: { object } }: SecretUse): boolean {
  return !(object instanceof ChartObject)
    || JSON.stringify(object.set.merged.values).includes('passwordPath');
}

export const secretWritersCollide = rule('secret-writers-collide', {
  /** An ExternalSecret and another writer of the same Secret, both certainly in one namespace. */
  of(model) {
    const order = new Map(model.externalSecrets.map(({ object }, index) => [object, index]));
    const isLater = (a: KubeObject, b: KubeObject) => (order.get(a) ?? 0) > (order.get(b) ?? 0);
    const namesOf = oncePerName((target) => namespacesNamed(model.writers.named(target)));
    return model.externalSecrets.filter(writes).flatMap((externalSecret) => {
      const { object, target } = externalSecret;
      const all = model.secretUses.isUnused(target, object) ? [] : model.writers.of(target, object);
      return all.filter((other) => shareNamespace(object, other.object, namesOf(target)) && isWriter(other)
        && !isSame(object, other.object)
        // Of two ExternalSecrets, the later one reports.
        && (other.kind !== 'external-secret' || isLater(object, other.object)))
        .map((other) => ({ externalSecret, other }));
    });
  },
  each({ externalSecret, other }) {
    switch (other.kind) {
      case 'external-secret': return betweenExternalSecrets(externalSecret, other.externalSecret);
      case 'manifest': return withManifest(externalSecret, other);
      default: return withOperator(externalSecret, other);
    }
  },
});

function betweenExternalSecrets(later: ExternalSecret, earlier: ExternalSecret): Violation[] {
  const owner = [earlier, later].find(({ creationPolicy }) => creationPolicy === 'Owner');
  if (owner !== undefined) {
    const guest = owner === earlier ? later : earlier;
    return [{
      at: guest.field('target', 'name'),
      expected: 'a Secret that no other ExternalSecret owns',
      values: { secret: `Secret ${later.target}` },
      found: `${later.target}, which ${owner.object} owns`,
    }];
  }
  return later.keys.filter((key) => earlier.keys.includes(key)).map((key) => ({
    at: later.data.find(({ secretKey }) => secretKey === key)?.field ?? later.templateField(key),
    expected: `one writer of ${key} in Secret ${later.target}`,
    values: { secret: `${key} of Secret ${later.target}` },
    found: `${earlier.object}, which writes it too`,
  }));
}

const KINDS: Readonly<Record<string, string>> = { placeholder: 'a placeholder', empty: 'an empty value' };

function withManifest(
  { object, keys }: ExternalSecret, { secret }: SecretWriter & { kind: 'manifest' },
): Violation[] {
  const shared = secret.keys.filter((key) => keys.includes(key));
  // A chart writes one value under several keys.
  const byValue = grouped(shared, (key) => `${secret.valueKind(key)} ${placeKey(secret.keyField(key))}`);
  return byValue.map((alike) => ({
    at: secret.keyField(alike[0]),
    expected: `${alike.join(', ')} left to ${object}`,
    values: { secret: alike.join(', ') },
    found: `${KINDS[secret.valueKind(alike[0])] ?? 'a value'} that each apply puts back`,
  }));
}

function withOperator(externalSecret: ExternalSecret, { object, keys }: SecretWriter): Violation[] {
  const shared = externalSecret.keys.filter((key) => keys.includes(key));
  return externalSecret.creationPolicy === 'Owner' || shared.length > 0 ? [{
    at: externalSecret.field('target', 'name'),
    expected: 'a Secret that no other controller writes',
    values: { secret: `Secret ${externalSecret.target}` },
    found: `${externalSecret.target}, which ${object} writes too`,
  }] : [];
}

function writes({ creationPolicy, scope }: ExternalSecret): boolean {
  return creationPolicy !== 'None' && scope.kind !== 'selected';
}

/** The state of a cluster is no writer, and generate-secrets never overwrites a key. */
function isWriter(writer: SecretWriter): boolean {
  switch (writer.kind) {
    case 'manifest': return !writer.secret.observed;
    case 'external-secret': return writes(writer.externalSecret);
    default: return writer.kind === 'operator';
  }
}

/** The same object given twice, for example in a folder and in its rendered copy. */
function isSame(a: KubeObject, b: KubeObject): boolean {
  return a === b || identityText(a) === identityText(b);
}

function namespacesNamed(writers: readonly SecretWriter[]): number {
  return new Set(writers.flatMap(({ object }) => object.namespace ?? [])).size;
}

/** Without namespaces, there may be two releases, unless all writers share one or a file. */
function shareNamespace(a: KubeObject, b: KubeObject, namespacesOfAll: number): boolean {
  if (!sameCluster(a, b)) {
    return false;
  }
  if (a.kind === 'ClusterExternalSecret' || b.kind === 'ClusterExternalSecret') {
    return true;
  }
  if (a.namespace !== undefined && b.namespace !== undefined) {
    return a.namespace === b.namespace;
  }
  return namespacesOfAll === 1 || (namespacesOfAll === 0 && a.source.file === b.source.file);
}

