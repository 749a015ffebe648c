import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginxGateAddress } from '../../src/constructs/edge/ingress-nginx-gate';
import { GATE_PORTS, NGINX_GATE } from '../../src/contract/own-gates';
import { translateIngresses } from '../../test/constructs/edge/nginx/translate-ingress';
import { freePort, temporaryDirectory } from '../_support/processes';
import { EdgeTraits } from './_cases';
import { RunningEdge, Surroundings } from './_edge';
import { runNginx, startGate } from './_gate';

export const INGRESS_NGINX: EdgeTraits = { name: 'ingress-nginx', signsInApiClients: true, ignoresCase: true, givesUpWithout: 'flyteadmin', redirectsUnescaped: true };

/** The controller is on no package registry: a real nginx, on what the controller's template makes of the emitted Ingresses. */
export async function startIngressNginx({ manifests, backends, flyteadmin, certificate }: Surroundings): Promise<RunningEdge> {
  const scratch = temporaryDirectory('ingress-nginx');
  const file = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const gate = await startGate(manifests, flyteadmin.port, NGINX_GATE);
  const port = await freePort();
  const config = translateIngresses(manifests, {
    port,
    scratch,
    portOf: (service, servicePort) => backends.portOf(`${service}:${servicePort}`),
    authUrl: [`http://${nginxGateAddress('union-cp')}`, `http://127.0.0.1:${gate.portOf(GATE_PORTS.unauthorized)}`],
    tls: { certificate: file('tls.crt', certificate.certificate), key: file('tls.key', certificate.key) },
  });
  const running = await runNginx(config, scratch, [port]);
  return {
    traits: INGRESS_NGINX,
    port,
    stop: async () => {
      await running.stop();
      await gate.stop();
    },
  };
}
