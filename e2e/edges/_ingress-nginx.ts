import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLEARED_HEADERS, nginxGateAddress,
} from '../../src/constructs/edge/ingress-nginx/ingress-nginx-annotations';
import { GATE_PORTS, NGINX_GATE } from '../../src/contract/edges/known-edges';
import { CONTROLLER_CONFIG } from '../../src/contract/upstream/ingress-nginx';
import { translateIngresses } from '../../test/constructs/edge/nginx/translate-ingress';
import { freePort, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { MODULES, nginxModules } from '../tools/nginx-modules';
import { EdgeTraits } from './_cases';
import { RunningEdge, Surroundings } from './_edge';
import { runNginx, startGate } from './_gate';

/** With the settings that the library recommends. */
const INGRESS_NGINX: EdgeTraits = {
  name: 'ingress-nginx', takesPrefixes: 'every route', signsInApiClients: true, ignoresCase: true, givesUpWithout: 'flyteadmin',
};

/** Without those settings. */
const WITH_DEFAULTS: EdgeTraits = { ...INGRESS_NGINX, takesPrefixes: 'no route', leavesOpenRoutes: true };

/** No package registry has the controller, so a real nginx runs on its template's translation of the emitted Ingresses. */
export function startIngressNginx(surroundings: Surroundings): Promise<RunningEdge> {
  return startWith(surroundings, { ...CONTROLLER_CONFIG, ...CLEARED_HEADERS }, INGRESS_NGINX);
}

/** The same with the controller's defaults. */
export function startIngressNginxWithDefaults(surroundings: Surroundings): Promise<RunningEdge> {
  return startWith(surroundings, {}, WITH_DEFAULTS);
}

/** The same for hosts without a certificate, which it does not redirect to https. */
export async function startIngressNginxWithoutTls(surroundings: Surroundings): Promise<RunningEdge> {
  const running = await startWith(surroundings, { ...CONTROLLER_CONFIG, ...CLEARED_HEADERS }, INGRESS_NGINX, 'without TLS');
  return { ...running, plainPort: running.port };
}

async function startWith(surroundings: Surroundings, settings: Readonly<Record<string, string>>, traits: EdgeTraits, how: 'with TLS' | 'without TLS' = 'with TLS'): Promise<RunningEdge> {
  const { manifests, backends, flyteadmin, certificate } = surroundings;
  const scratch = temporaryDirectory('ingress-nginx');
  const file = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const gate = await startGate(manifests, flyteadmin.port, NGINX_GATE);
  const [port, plainPort] = [await freePort(), await freePort()];
  const config = translateIngresses(manifests, {
    port,
    scratch,
    settings,
    portOf: (service, servicePort) => backends.portOf(`${service}:${servicePort}`),
    authUrl: [`http://${nginxGateAddress('union-cp')}`, `http://127.0.0.1:${gate.portOf(GATE_PORTS.unauthorized)}`],
    ...(how === 'without TLS' ? { http2Port: plainPort } : {
      plainPort, tls: { certificate: file('tls.crt', certificate.certificate), key: file('tls.key', certificate.key) },
    }),
    modules: MODULES.map((module) => join(pathOf(nginxModules), module)),
  });
  const running = await runNginx(config, scratch, [port, plainPort]);
  return {
    traits,
    port,
    ...(how === 'without TLS' ? { plainHttp2Port: plainPort } : { plainPort }),
    stop: async () => {
      await running.stop();
      await gate.stop();
    },
  };
}
