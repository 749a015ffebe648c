import { serviceAuthDisabled } from '../../../src/verify/rules/services';
import { manifests } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { testRule } from '../_rule-harness';

const admin = (rest = {}, options = {}) => flyteadmin(externalAuth(ISSUER, {}, rest), options);
const auth = (enable?: boolean | string) => ({
  union: { auth: { ...(enable === undefined ? {} : { enable }), clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } },
});
const chartDefault = { union: { internalConnectionConfig: { enabled: true }, auth: { enable: false } } };
const finding = {
  field: 'data["config.yaml"]: union.auth.enable',
  line: 'enable: false',
  expected: 'enable: true, because flyteadmin has useAuth: true',
  found: 'enable: false',
};
const reason = 'The input does not show both a flyteadmin and a service with a union.auth section that calls it.';

testRule(serviceAuthDisabled, {
  fires: [
    {
      when: 'the chart\'s default was left in place',
      input: manifests(...admin(), ...service('cluster', chartDefault)),
      findings: [{ ...finding, object: 'v1/ConfigMap union-cp/cluster' }],
    },
    {
      when: 'a data plane does not authenticate, even with flyteadmin open to gRPC inside the cluster',
      input: manifests(...admin({ disableForGrpc: true }), ...dataPlaneService('union-operator', auth(false))),
      findings: [{ ...finding, object: 'v1/ConfigMap union/union-operator' }],
    },
    {
      when: 'helm template leaves namespaces out',
      input: manifests(...admin({}, { namespace: null }), ...service('usage', auth(false), { namespace: null })),
      findings: [{ ...finding, object: 'v1/ConfigMap usage' }],
    },
  ],
  passes: [
    { when: 'services authenticate', input: manifests(...admin(), ...service('cluster', auth(true)), ...dataPlaneService('union-operator', auth('true'))) },
    { when: 'enable is left out, as older data plane charts do', input: manifests(...admin(), ...dataPlaneService('union-operator', auth())) },
    { when: 'nobody authenticates', input: manifests(...admin({}, { useAuth: false }), ...service('cluster', auth(false))) },
    { when: 'flyteadmin is open to gRPC inside the cluster', input: manifests(...admin({ disableForGrpc: true }), ...service('cluster', auth(false))) },
    {
      when: 'one of two control planes demands no tokens of the data plane',
      input: manifests(...admin(), ...admin({}, { namespace: 'lab-cp', useAuth: false }), ...dataPlaneService('union-operator', auth(false))),
    },
  ],
  notApplicable: [
    { when: 'the input holds the data plane alone', input: manifests(...dataPlaneService('union-operator', auth(false))), reason },
    { when: 'the service has no such section', input: manifests(...admin(), ...dataPlaneService('flytepropeller', { union: { connection: { host: 'dns:///union.example.com' } } })), reason },
    { when: 'the service belongs to another control plane', input: manifests(...admin(), ...service('cluster', auth(false), { namespace: 'other-cp' })), reason },
  ],
});
