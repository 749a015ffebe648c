import { JsonObject } from '../../src/common/data/json';
import { restrictedViolations } from './pod-security';

const GOOD = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  volumes: [{ name: 'tmp', emptyDir: {} }],
  initContainers: [] as JsonObject[],
  containers: [{ name: 'main', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }, ports: [{ containerPort: 80 }] }],
};

const violations = (spec: JsonObject) => restrictedViolations({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: { template: { spec } } });
const container = (further: JsonObject, security: JsonObject = {}) => ({
  ...GOOD, containers: [{ ...GOOD.containers[0], ...further, securityContext: { ...GOOD.containers[0].securityContext, ...security } }],
});

test('a pod that meets the standard', () => expect(violations(GOOD)).toEqual([]));

test.each<[string, JsonObject, string]>([
  ['the network of the node', { ...GOOD, hostNetwork: true }, 'hostNetwork: shares the node\'s'],
  ['a path of the node', { ...GOOD, volumes: [{ name: 'node', hostPath: { path: '/' } }] }, 'volumes[node]: is of a type that is not allowed'],
  ['an unsafe sysctl', { ...GOOD, securityContext: { ...GOOD.securityContext, sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }, 'sysctls: kernel.msgmax is not safe'],
  ['root', { ...GOOD, securityContext: { ...GOOD.securityContext, runAsUser: 0 } }, 'securityContext.runAsUser: is root'],
  ['the SELinux type of the charts', { ...GOOD, securityContext: { ...GOOD.securityContext, seLinuxOptions: { type: 'spc_t' } } }, 'securityContext.seLinuxOptions.type: is not allowed'],
  ['no word about root', { ...GOOD, securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }, 'main: runAsNonRoot: is not true'],
  ['no seccomp profile', { ...GOOD, securityContext: { runAsNonRoot: true } }, 'main: seccompProfile: is neither RuntimeDefault nor Localhost'],
  ['privileged', container({}, { privileged: true }), 'main: privileged: has all rights of the node'],
  ['escalation', container({}, { allowPrivilegeEscalation: undefined }), 'main: allowPrivilegeEscalation: is not false'],
  ['capabilities kept', container({}, { capabilities: { drop: ['NET_RAW'] } }), 'main: capabilities.drop: lacks ALL'],
  ['capabilities added', container({}, { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }), 'main: capabilities.add: adds more than NET_BIND_SERVICE'],
  ['a port of the node', container({ ports: [{ containerPort: 80, hostPort: 80 }] }), 'main: ports: takes a port of the node'],
  ['another proc', container({}, { procMount: 'Unmasked' }), 'main: procMount: is not Default'],
  ['a probe of another host', container({ livenessProbe: { tcpSocket: { port: 1, host: '10.0.0.1' } } }), 'main: probes: ask another host'],
])('%s', (_, spec, violation) => expect(violations(spec)).toEqual([violation]));

test('init containers are containers', () => expect(violations({ ...GOOD, initContainers: [{ name: 'first' }] })).toEqual([
  'first: allowPrivilegeEscalation: is not false', 'first: capabilities.drop: lacks ALL',
]));
