import { setImmediate } from 'node:timers/promises';
import { Flyteadmin } from '../../test/_tools/flyteadmin/flyteadmin';
import { HttpAndGrpcServer } from '../../test/_tools/flyteadmin/http-and-grpc-server';
import { flyteadmin as realFlyteadmin } from '../tools/flyteadmin';
import type { EdgeLog } from './_edge-log';
import { preparePod, runPod, RunningPod, Serving } from './_flyteadmin-pod';
import { Relay } from './_relay';
import type { Deployment, Provider } from './_world';

/** A call that was let through, and whose it was. */
export interface Served {
  readonly path: string;
  readonly identity: { readonly subject: string; readonly claims: Readonly<Record<string, unknown>> };
}

/** flyteadmin as the tests see it, whichever it is. */
export interface RunningFlyteadmin {
  /** All that was answered until now; nothing where no edge is before it. */
  served(): Promise<readonly Served[]>;
  /** Why credentials were refused until now, in its own words. */
  refused(): Promise<readonly string[]>;
  /** Starts both lists anew. */
  forget(): Promise<void>;
  portOf(service: string, grpc: boolean): number;
  stop(): Promise<void>;
}

/** The real one where there is a binary, else a stand-in; says which. */
export async function startFlyteadmin(provider: Provider, deployment: Deployment, edgeLog?: EdgeLog, binary?: string): Promise<RunningFlyteadmin> {
  console.log(`flyteadmin: ${binary ?? 'a stand-in'}, on the emitted config`);
  return binary ? program(provider, deployment, edgeLog, binary) : standIn(provider, deployment);
}

/** One stand-in for all Services: whoever comes through has an identity, and is answered. */
async function standIn({ network, secrets }: Provider, { flyteadminConfig, webSecret = secrets['union-web'], environment }: Serving): Promise<RunningFlyteadmin> {
  const flyteadmin = await Flyteadmin.start(flyteadminConfig, webSecret, network);
  if (environment && !environment.no_proxy?.includes('0.0.0.0')) {
    cutGateway(flyteadmin);
  }
  return {
    served: () => Promise.resolve([...flyteadmin.served]),
    refused: () => Promise.resolve([...flyteadmin.refused]),
    forget: () => {
      flyteadmin.served.length = 0;
      flyteadmin.refused.length = 0;
      return Promise.resolve();
    },
    portOf: () => flyteadmin.port,
    stop: () => flyteadmin.stop(),
  };
}

/** As the real one answers whose HTTP port asks a proxy for its gRPC port. */
function cutGateway({ instead }: Flyteadmin): void {
  const json = { code: 14, message: 'connection error: desc = "transport: Error while dialing: failed to do connect handshake, response: \\"HTTP/1.1 502 Bad Gateway\\""' };
  ['/me', '/.well-known/oauth-authorization-server', '/config/v1/flyte_client'].forEach((path) => instead.set(path, { status: 503, answer: { json, message: Buffer.alloc(0) } }));
}

/** The emitted pod; Services of other pods answer everything with an empty message. Who came through is what the edge has noted. */
async function program(provider: Provider, deployment: Deployment, edgeLog: EdgeLog | undefined, binary: string): Promise<RunningFlyteadmin> {
  return running(await runPod(binary, deployment, provider), edgeLog);
}

/** Starts it as often as one likes, on one database. */
export async function prepareFlyteadmin(provider: Provider, deployment: Deployment): Promise<(serving: Serving) => Promise<RunningFlyteadmin>> {
  const binary = realFlyteadmin.locate();
  console.log(`flyteadmin: ${binary ?? 'a stand-in'}`);
  if (!binary) {
    return async (serving) => besideOthers(await standIn(provider, serving));
  }
  const pod = await preparePod(binary, deployment, provider);
  return async (serving) => running(await pod.serve(serving));
}

/** Services of other pods trust whoever comes through. */
async function besideOthers(flyteadmin: RunningFlyteadmin): Promise<RunningFlyteadmin> {
  const others = await trustingServices();
  return {
    ...flyteadmin,
    portOf: (service, grpc) => (service === 'flyteadmin' ? flyteadmin.portOf(service, grpc) : others.port),
    stop: async () => {
      await flyteadmin.stop();
      await others.stop();
    },
  };
}

async function trustingServices(): Promise<HttpAndGrpcServer> {
  const others = new HttpAndGrpcServer(() => Promise.resolve({ status: 200, answer: { json: {}, message: Buffer.alloc(0) } }));
  await others.listen();
  return others;
}

async function running({ httpPort, grpcPort, running: server }: RunningPod, edgeLog?: EdgeLog): Promise<RunningFlyteadmin> {
  const relay = await Relay.start(grpcPort);
  const others = await trustingServices();
  const served = async () => await edgeLog?.served() ?? [];
  const refusals = async () => {
    // It writes before it answers: what belongs to an answer lies in the pipe.
    await setImmediate();
    await setImmediate();
    return server.output().split('\n').filter((line) => /invalid audience|unauthenticated|required scope|expired|signature/i.test(line));
  };
  const forgotten = { served: 0, refused: 0 };
  return {
    served: async () => (await served()).slice(forgotten.served),
    refused: async () => (await refusals()).slice(forgotten.refused),
    forget: async () => void Object.assign(forgotten, { served: (await served()).length, refused: (await refusals()).length }),
    portOf: (service, grpc) => (service === 'flyteadmin' ? (grpc ? relay.port : httpPort) : others.port),
    stop: async () => {
      await relay.stop();
      await server.stop();
      await others.stop();
    },
  };
}
