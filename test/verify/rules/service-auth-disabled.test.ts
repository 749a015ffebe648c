import { serviceAuthDisabled } from '../../../src/verify/rules/services';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const admin = (rest = {}, options = {}) => flyteadmin(externalAuth(ISSUER, {}, rest), options);
const auth = (enable?: boolean | string) => ({
  union: { auth: { ...(enable === undefined ? {} : { enable }), clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } },
});
const chartDefault = { union: { internalConnectionConfig: { enabled: true }, auth: { enable: false } } };
const finding = {
  field: 'data["config.yaml"]: union.auth.enable',
  expected: 'enable: true, because flyteadmin has useAuth: true',
  found: 'enable: false',
};

testRule(serviceAuthDisabled, {
  fires: [
    ['the chart\'s default was left in place', [...admin(), ...service('cluster', chartDefault)],
      { ...finding, object: 'v1/ConfigMap union-cp/cluster' }],
    ['a data plane does not authenticate, even with flyteadmin open to gRPC inside the cluster',
      [...admin({ disableForGrpc: true }), ...dataPlaneService('union-operator', auth(false))],
      { ...finding, object: 'v1/ConfigMap union/union-operator' }],
    ['helm template leaves namespaces out', [...admin({}, { namespace: null }), ...service('usage', auth(false), { namespace: null })],
      { ...finding, object: 'v1/ConfigMap usage' }, remedy(['enable: false', 'enable: true'])],
  ],
  passes: [
    ['services authenticate', [...admin(), ...service('cluster', auth(true)), ...dataPlaneService('union-operator', auth('true'))]],
    ['enable is left out, as older data plane charts do', [...admin(), ...dataPlaneService('union-operator', auth())]],
    ['nobody authenticates', [...admin({}, { useAuth: false }), ...service('cluster', auth(false))]],
    ['flyteadmin is open to gRPC inside the cluster', [...admin({ disableForGrpc: true }), ...service('cluster', auth(false))]],
    ['one of two control planes demands no tokens of the data plane',
      [...admin(), ...admin({}, { namespace: 'lab-cp', useAuth: false }), ...dataPlaneService('union-operator', auth(false))]],
  ],
  notApplicable: [
    ['the input holds the data plane alone', dataPlaneService('union-operator', auth(false))],
    ['the service has no such section',
      [...admin(), ...dataPlaneService('flytepropeller', { union: { connection: { host: 'dns:///union.example.com' } } })]],
    ['the service belongs to another control plane', [...admin(), ...service('cluster', auth(false), { namespace: 'other-cp' })]],
  ],
});
