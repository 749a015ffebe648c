import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { translateIngresses } from '../../test/constructs/edge/nginx/translate-ingress';
import { freePort, temporaryDirectory } from '../_support/processes';
import { EdgeTraits } from './_cases';
import { RunningEdge, Surroundings } from './_edge';
import { runNginx } from './_gate';

export const INGRESS_NGINX: EdgeTraits = { name: 'ingress-nginx', signsInApiClients: true, ignoresCase: true, givesUpWithout: 'flyteadmin', patience: 65, redirectsUnescaped: true };

/** The controller is on no package registry: a real nginx, on what the controller's template makes of the emitted Ingresses. */
export async function startIngressNginx({ manifests, backends, flyteadmin, certificate }: Surroundings): Promise<RunningEdge> {
  const scratch = temporaryDirectory('ingress-nginx');
  const file = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const port = await freePort();
  const config = translateIngresses(manifests, {
    port,
    scratch,
    portOf: (service, servicePort) => backends.portOf(`${service}:${servicePort}`),
    authUrl: ['http://flyteadmin.union-cp.svc.cluster.local:80', `http://127.0.0.1:${flyteadmin.port}`],
    tls: { certificate: file('tls.crt', certificate.certificate), key: file('tls.key', certificate.key) },
  });
  const running = await runNginx(config, scratch, [port]);
  return { traits: INGRESS_NGINX, port, stop: () => running.stop() };
}
