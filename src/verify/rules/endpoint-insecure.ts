import { isClusterName, staysInside } from '../edge/cluster-name';
import { defineRule, Violation } from '../engine/rule';
import { isName } from '../model/cluster-names';
import { Endpoint, endpointsOf } from '../model/endpoints';
import type { Model } from '../model/model';
import { settings } from '../running/cluster-looks';
import { EffectiveValues } from '../values/effective-values';
import { ValueSet } from '../values/value-set';

/** Endpoints outside the cluster. */
function subjectsOf(model: Model): Endpoint[] {
  return endpointsOf(model).filter(({ host }) => !staysInside(host) && !isClusterName(host));
}

export const endpointInsecure = defineRule({
  id: 'endpoint-insecure',
  severity: 'error',
  area: 'services',
  title: 'Tokens leave the cluster through TLS only, to whoever has the certificate.',
  symptom: 'Calls fail with "connection closed before server preface received" or "error reading server '
    + 'preface"; or nothing fails, and tokens cross the network in plain text.',
  explanation: 'With insecure: true a client speaks plain HTTP/2, with insecureSkipVerify: true it sends its '
    + 'token to anybody who answers. Inside the cluster plain text is how the services speak; to the public '
    + 'host it is not.',
  remediation: 'Set insecure: false and insecureSkipVerify: false, write the endpoint as dns:///<domain>, '
    + 'and have clients trust a certificate of your own by caCertFilePath.',
  see: [
    settings(
      '$DP', 'insecure|endpoint|host: ', 'To the public host insecure and insecureSkipVerify must be false.',
    ),
  ],
  subjects: (model) => [...subjectsOf(model), ...dataPlaneValues(model)],
  notApplicable: 'No client in the input calls a host outside the cluster.',
  *check(subjects) {
    for (const subject of subjects) {
      yield* subject instanceof ValueSet ? inValues(subject) : faultsOf(subject);
    }
  },
});

/**
 * Values of data planes that call the control plane by its public host: the chart makes the endpoint of it.
 */
function dataPlaneValues({ valueSets }: Model): ValueSet[] {
  return valueSets.filter((set) => {
    const host =
      set.chart === 'dataplane' && !set.isAuthless
        ? new EffectiveValues(set).textAt('global.CONTROLPLANE_HOST')
        : undefined;
    return host !== undefined && isName(host) && !staysInside(host) && !isClusterName(host);
  });
}

function* inValues(set: ValueSet): Iterable<Violation> {
  for (const path of ['config.admin.admin', 'config.union.connection'].flatMap((section) => [
    `${section}.insecure`, `${section}.insecureSkipVerify`,
  ])) {
    if (set.get(path) === true) {
      yield {
        at: set.field(path),
        expected: 'false, for the control plane is outside the cluster',
        found: 'true',
      };
    }
  }
}

function* faultsOf({ setting, config, section, host, scheme }: Endpoint): Iterable<Violation> {
  if (scheme === 'http') {
    yield { at: setting.field, expected: `TLS to ${host}`, found: setting.text ?? '' };
  }
  for (const key of ['insecure', 'insecureSkipVerify']) {
    const value = config.get(`${section}.${key}`);
    if (value?.flag === true) {
      yield {
        at: value.field,
        expected: `${key}: false, for ${host} is outside the cluster`,
        found: `${key}: true`,
      };
    }
  }
}
