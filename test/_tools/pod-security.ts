import { isObject, JsonObject } from '../../src/common/data/json';
import { objectAt, podSpecPath } from '../../src/contract/upstream/kubernetes';
import { Manifest } from '../examples/_dist';

/**
 * What keeps a pod template out of a namespace with `pod-security.kubernetes.io/enforce: restricted`, as `path: why`.
 *
 * Source: kubernetes.io, "Pod Security Standards", v1.34: every control of Baseline and Restricted that has fields. No package on npm
 * judges it; the end-to-end tests ask kube-apiserver's own admission.
 */
export function restrictedViolations(manifest: Manifest): string[] {
  const path = podSpecPath(manifest.kind);
  const pod = path === undefined ? undefined : objectAt(manifest, path);
  return pod ? [...ofPod(pod), ...containersOf(pod).flatMap(([name, container]) => ofContainer(name, container, securityOf(pod)))] : [];
}

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
const SELINUX_TYPES = [undefined, '', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const SYSCTLS = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
];

function ofPod(pod: JsonObject): string[] {
  const security = securityOf(pod);
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field] === true).map((field) => `${field}: shares the node's`),
    ...listOf(pod.volumes).filter((volume) => !VOLUMES.some((type) => type in volume))
      .map((volume) => `volumes[${String(volume.name)}]: is of a type that is not allowed`),
    ...listOf(security.sysctls).filter(({ name }) => !SYSCTLS.includes(String(name))).map(({ name }) => `sysctls: ${String(name)} is not safe`),
    ...ofEither('securityContext', security),
  ];
}

function ofContainer(name: string, container: JsonObject, pod: JsonObject): string[] {
  const security = securityOf(container);
  const capabilities = objectOf(security.capabilities);
  const found: [boolean, string][] = [
    [security.privileged === true, 'privileged: has all rights of the node'],
    [security.allowPrivilegeEscalation !== false, 'allowPrivilegeEscalation: is not false'],
    [!(Array.isArray(capabilities.drop) && capabilities.drop.includes('ALL')), 'capabilities.drop: lacks ALL'],
    [Array.isArray(capabilities.add) && capabilities.add.some((added) => added !== 'NET_BIND_SERVICE'), 'capabilities.add: adds more than NET_BIND_SERVICE'],
    [(security.runAsNonRoot ?? pod.runAsNonRoot) !== true, 'runAsNonRoot: is not true'],
    [!['RuntimeDefault', 'Localhost'].includes(String(objectOf(security.seccompProfile ?? pod.seccompProfile).type)), 'seccompProfile: is neither RuntimeDefault nor Localhost'],
    [![undefined, 'Default'].includes(security.procMount as string | undefined), 'procMount: is not Default'],
    [listOf(container.ports).some(({ hostPort }) => (hostPort ?? 0) !== 0), 'ports: takes a port of the node'],
    [
      [...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => container[probe]), ...Object.values(objectOf(container.lifecycle))]
        .some((handler) => ['httpGet', 'tcpSocket'].some((action) => (objectOf(objectOf(handler)[action]).host ?? '') !== '')),
      'probes: ask another host',
    ],
  ];
  return [...found.filter(([is]) => is).map(([, why]) => why), ...ofEither('securityContext', security)].map((why) => `${name}: ${why}`);
}

/** What may stand at a pod or at its containers. */
function ofEither(path: string, security: JsonObject): string[] {
  const seLinux = objectOf(security.seLinuxOptions);
  const found: [boolean, string][] = [
    [security.runAsUser === 0, 'runAsUser: is root'],
    [security.runAsNonRoot === false, 'runAsNonRoot: is false'],
    [objectOf(security.seccompProfile).type === 'Unconfined', 'seccompProfile: is Unconfined'],
    [objectOf(security.appArmorProfile).type === 'Unconfined', 'appArmorProfile: is Unconfined'],
    [objectOf(security.windowsOptions).hostProcess === true, 'windowsOptions.hostProcess: is true'],
    [!SELINUX_TYPES.includes(seLinux.type as string | undefined), 'seLinuxOptions.type: is not allowed'],
    [[seLinux.user, seLinux.role].some((value) => (value ?? '') !== ''), 'seLinuxOptions: sets user or role'],
  ];
  return found.filter(([is]) => is).map(([, why]) => `${path}.${why}`);
}

function containersOf(pod: JsonObject): [string, JsonObject][] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => listOf(pod[field]).map((container): [string, JsonObject] => [String(container.name), container]));
}

function securityOf(holder: JsonObject): JsonObject {
  return objectOf(holder.securityContext);
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
