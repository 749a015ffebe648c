import { freePort } from '../../../_tools/free-port';
import { Manifest, ofKind } from '../support';
import { RunningNginx, runNginx, scratchDirectory } from './run-nginx';

/** The ConfigMap of a gate as it is emitted, in a real nginx on the loopback. */
export interface RunningGate extends RunningNginx {
  /** Where the gate's port for everybody but browsers is. */
  readonly port: number;
}

/** Starts nginx on the emitted configuration. Only addresses differ: its ports, flyteadmin's, and the directory of a container. */
export async function runGate(manifests: readonly Manifest[], name: string, flyteadminPort: number): Promise<RunningGate> {
  const scratch = scratchDirectory();
  const emitted = ofKind(manifests, 'ConfigMap').get(name)!.data!['nginx.conf'];
  const port = await freePort();
  const config = emitted.replace(/listen 8081;/, `listen 127.0.0.1:${port};`)
    .replace(/\$flyteadmin flyteadmin\.\S+;/g, `$flyteadmin 127.0.0.1:${flyteadminPort};`)
    .replace(/\/tmp\b/g, scratch);
  const nginx = await runNginx(config, scratch, [port]);
  return { port, stop: () => nginx.stop() };
}
