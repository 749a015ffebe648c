import { filledIn, matching, objectName } from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { choice, Field, flag, optional, struct, text, word } from './field';
import { remoteSecret } from './identity';

const UNITS = { h: 'hours', m: 'minutes', s: 'seconds' } as const;
const DURATION = /^(\d+)([hms])$/;

/** `1h`, `30m` or `45s` as a factory of `Duration` and its argument. */
export function durationOf(answer: string): ['hours' | 'minutes' | 'seconds', number] | undefined {
  const [, count, unit] = DURATION.exec(answer) ?? [];
  return count === undefined ? undefined : [UNITS[unit as keyof typeof UNITS], Number(count)];
}

const duration = textProp(matching(DURATION, 'is no duration; write one such as 1h, 30m or 45s'));

const rotation: Readonly<Record<string, Field>> = {
  rotation: optional(word('How a rotated secret reaches pods that run', ['reloader'], {
    default: 'not at all: restart them by hand',
  })),
};

/** How client secrets come into the clusters: the factories of `SecretDelivery`. */
export const SECRETS = choice('How client secrets come into the cluster', {
  externalSecrets: struct('External Secrets Operator reads them from a secret store', {
    store: struct('The store to read from', {
      kind: word('SecretStore, one in the namespace of each plane, or ClusterSecretStore, one for all', [
        'SecretStore',
        'ClusterSecretStore',
      ], {
        example: 'ClusterSecretStore',
      }),
      name: text('Name of the store', { example: 'default', propType: textProp(filledIn, objectName) }),
    }),
    webClientSecret: remoteSecret('Where the web application\'s secret lies', 'union/web-client-secret'),
    serviceClientSecret: remoteSecret(
      'Where the service application\'s secret lies', 'union/service-client-secret',
    ),
    databasePassword: optional(remoteSecret('Where the database password lies', 'union/database', {
      default: 'delivered by others',
    })),
    refreshInterval: optional(text('How often the store is read again', {
      default: '1h',
      example: '30m',
      propType: duration,
    })),
    aheadOfChart: optional(flag('Whether flyte-admin-secrets is delivered before the chart', {
      default: 'true',
    })),
    guardValues: optional(flag('Whether empty values and line breaks at their end are kept out', {
      default: 'true',
    })),
    ...rotation,
  }),
  kubernetesSecrets: struct('A person runs a script that reads them from the environment', rotation),
  provisioned: struct('Somebody else delivers the Secrets', rotation),
});
