import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIGN_IN_GATE } from '../../src/contract/edges/known-edges';
import { Manifest, ofKind } from '../../test/constructs/edge/support';
import { freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { nginx } from '../tools/nginx';
import { HAS_IPV6, IPV6, listens } from './_loopback';

/** The emitted auth gate in a real nginx. */
export interface RunningGate {
  /** The loopback port for a port of its Service; IPv6 as well if the machine has it. */
  portOf(servicePort: number): number;
  stop(): Promise<void>;
}

/** Starts nginx on the emitted ConfigMap. Only the ports and the temporary directory differ. */
export async function startGate(manifests: readonly Manifest[], flyteadminPort: number, gate = SIGN_IN_GATE): Promise<RunningGate> {
  const emitted = ofKind(manifests, 'ConfigMap').get(gate)!.data!['nginx.conf'];
  const { spec } = ofKind(manifests, 'Service').get(gate)!;
  const containerPorts = [...new Set([...emitted.matchAll(/^ *listen ([^\s[]+);/gm)].map(([, listen]) => listen))];
  const moved = new Map<string, number>();
  let config = emitted;
  for (const listen of containerPorts) {
    const port = await freePort();
    moved.set(listen, port);
    config = replaced(config, new RegExp(`(listen |http://)${listen}([;/])`, 'g'), `$1127.0.0.1:${port}$2`);
    if (!listen.includes(':')) {
      // The emitted start script does the same on a node with IPv6.
      config = replaced(config, new RegExp(`#ipv6: listen \\[::\\]:${listen};`, 'g'), `${HAS_IPV6 ? '' : '#'}listen [${IPV6}]:${port};`);
    }
  }
  config = replaced(config, /\$flyteadmin flyteadmin\.[a-z-]+\.svc\.cluster\.local:80;/g, `$flyteadmin 127.0.0.1:${flyteadminPort};`);
  const directory = temporaryDirectory('gate');
  config = replaced(config, /\/tmp\b/g, directory);
  const running = await runNginx(config, directory, [...moved.values()]);
  return {
    portOf: (servicePort) => {
      const { targetPort } = spec.ports.find(({ port }: { port: number }) => port === servicePort);
      const container = ofKind(manifests, 'Deployment').get(gate)!.spec.template.spec.containers[0];
      return moved.get(String(container.ports.find(({ name }: { name: string }) => name === targetPort).containerPort))!;
    },
    stop: () => running.stop(),
  };
}

/** Starts nginx in the foreground, as its container does. */
export async function runNginx(config: string, directory: string, ports: readonly number[]): Promise<Running> {
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, config);
  // If root starts nginx, its workers run as a user without access to the temporary directory.
  const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
  return start(pathOf(nginx), ['-e', 'stderr', '-c', file, ...user], { ready: async () => (await Promise.all(ports.map(listens))).every(Boolean) });
}

function replaced(text: string, pattern: RegExp, by: string): string {
  if (text.search(pattern) < 0) {
    throw new Error(`the emitted configuration of the gate does not match ${String(pattern)}:\n${text}`);
  }
  return text.replace(pattern, by);
}
