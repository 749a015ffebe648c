import { isNear } from '../../common/props/suggestion';
import { CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import type { Credential } from '../credentials/credential';
import { Flyteadmin } from '../credentials/flyteadmin';
import { misspeltKey } from '../credentials/misspelt-key';
import { missingText } from '../credentials/mounted-files';
import { directories } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { showsCredentials } from '../credentials/whole-secret';
import { defineRule, Violation } from '../engine/rule';
import { cleanPath } from '../kube/clean-path';
import { misspeltSources, misspeltTarget } from '../model/misspelt-sources';
import type { Model } from '../model/model';
import { comesFromNowhere } from '../model/undelivered';
import { Field, placeKey } from '../read/field';
import { ChartObject } from '../values/chart-object';

/**
 * The relying party's secrets, where the input shows whether they arrive. Left out: placeholders, which
 * placeholder-secret reports, and open-ended writers, of which manifests do not tell which keys they write.
 */
function subjectsOf(model: Model): Credential[] {
  const lacksWriter = comesFromNowhere(model);
  return model.credentials.filter((credential) => {
    const { purpose, config, lookup, delivery } = credential;
    if (purpose !== 'web client secret'
      || !new Flyteadmin(config).authEnabled
      || lookup?.state === 'opaque'
      || (lookup !== undefined && lookup.state !== 'file' && mayMountMore(config))) {
      return false;
    }
    const state = delivery?.state;
    return state === undefined
      ? lookup !== undefined && lookup.state !== 'file'
      : state === 'delivered'
          || isPassedOver(credential)
          || (state === 'key-missing' && delivery?.writers.some(showsCredentials) === true)
          || lacksWriter(credential);
  });
}

/** Whether values that nobody shows may add volumes. */
function mayMountMore({ container: { workload: { object } } }: ServiceConfig): boolean {
  return object instanceof ChartObject && object.set.partial;
}

/**
 * The mount that has a slip; the ExternalSecret or Secret that ought to write the key; else the setting that
 * asks for it.
 */
function placeToMend({ delivery, field, lookup, path, container }: Credential): Field {
  if (lookup?.state === 'unprovided') {
    return lookup.provided.at;
  }
  const directory = cleanPath(path?.replace(/[^/]*$/, '') ?? '');
  const misspelt = lookup?.state === 'no-volume' ? lookup.mount
    : lookup?.state !== 'file' && container.mounts.find((mount) =>
      mount.directory !== directory && isNear(mount.directory, directory));
  if (misspelt) {
    return misspelt.field;
  }
  const writers = delivery?.writers ?? [];
  const writer =
    writers.find(({ kind }) => kind === 'external-secret') ?? writers.find(({ kind }) => kind === 'manifest');
  if (writer?.kind === 'external-secret') {
    return writer.externalSecret.field('data');
  }
  return writer?.field ?? field;
}

function foundText({ delivery, lookup, key }: Credential): string {
  const missing = lookup && missingText(lookup);
  if (missing !== undefined) {
    return missing;
  }
  if (delivery?.state === 'unknown') {
    return `nothing in the input that writes the Secret ${key?.secret}`;
  }
  return delivery?.state === 'missing'
    ? `no Secret ${key?.secret} among those of the cluster`
    : `a Secret ${key?.secret} without the key ${key?.key}`;
}

const OWN_FILE = `${SECRETS.relyingParty.mountPath}${CLIENT_SECRET_KEY}`;
const OWN_DIRECTORIES = directories(SECRETS.relyingParty.mountPath);

/** Whether the Secret of the web application is mounted, and flyteadmin looks elsewhere. */
function isPassedOver({ container, path = '', envVar, lookup }: Credential): boolean {
  return (
    envVar === undefined
    && lookup?.state !== 'relative'
    && container.mountsAt(OWN_DIRECTORIES)
    && !path.startsWith(SECRETS.relyingParty.mountPath)
  );
}

export const browserSecretUndelivered = defineRule('browser-secret-undelivered', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show a flyteadmin with useAuth: true and where its web client secret comes from.',
  *check(subjects, model) {
    for (const credential of subjects) {
      if (credential.delivery?.state === 'delivered') {
        continue;
      }
      if (isPassedOver(credential)) {
        const { field, path } = credential;
        yield {
          at: field,
          expected: `clientSecretFile: ${OWN_FILE}, where the Secret of the web application is mounted`,
          found: `none, so that ${path} is read`,
          headline: 'passed over',
          values: { path: path ?? 'nothing', file: OWN_FILE },
        };
      } else if (!isToldOfVolume(credential, model)) {
        yield misspeltKey(credential) ?? misspeltWriter(credential, model) ?? undelivered(credential);
      }
    }
  },
});

/** Where the volume has a slip of the Secret's name, client-secret-undelivered says so. */
function isToldOfVolume({ key }: Credential, model: Model): boolean {
  return key !== undefined
    && misspeltSources(model).some(({ source }) => placeKey(source.field) === placeKey(key.field));
}

function misspeltWriter({ key, container }: Credential, model: Model): Violation | undefined {
  const writer = key && misspeltTarget(model, key.secret, container.workload);
  return writer && {
    at: writer.field('target', 'name'),
    expected: key.secret,
    found: writer.target,
    headline: 'Secret',
  };
}

function undelivered(credential: Credential): Violation {
  const { path, envVar, container, key } = credential;
  const carrier = path ?? `the variable ${envVar}`;
  return {
    at: placeToMend(credential),
    expected:
      key === undefined
        ? `${carrier} in ${container}`
        : `the key ${key.key} of the Secret ${key.secret}, which is ${carrier} of flyteadmin`,
    found: foundText(credential),
    values: { carrier },
  };
}
