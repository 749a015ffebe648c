import { setImmediate } from 'node:timers/promises';
import { Flyteadmin } from '../../test/_tools/flyteadmin/flyteadmin';
import { HttpAndGrpcServer } from '../../test/_tools/flyteadmin/http-and-grpc-server';
import { flyteadmin as realFlyteadmin } from '../tools/flyteadmin';
import type { EdgeLog } from './_edge-log';
import { preparePod, runPod, RunningPod, Serving } from './_flyteadmin-pod';
import { Relay } from './_relay';
import type { Deployment, Provider } from './_world';

/** A call that was let through, with the identity of its caller. */
export interface Served {
  readonly path: string;
  readonly identity: { readonly subject: string; readonly claims: Readonly<Record<string, unknown>> };
}

/** The real flyteadmin or its stand-in. */
export interface RunningFlyteadmin {
  /** The answered calls so far; empty without an edge. */
  served(): Promise<readonly Served[]>;
  /** The messages so far about refused credentials. */
  refused(): Promise<readonly string[]>;
  /** Clears both lists. */
  forget(): Promise<void>;
  portOf(service: string, grpc: boolean): number;
  stop(): Promise<void>;
}

/** Starts the real one if there is a binary, else a stand-in, and prints which. */
export async function startFlyteadmin(provider: Provider, deployment: Deployment, edgeLog?: EdgeLog, binary?: string): Promise<RunningFlyteadmin> {
  console.log(`flyteadmin: ${binary ?? 'a stand-in'}, on the emitted config`);
  return binary ? program(provider, deployment, edgeLog, binary) : standIn(provider, deployment);
}

/** One stand-in for all Services, which answers every caller with an identity. */
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

/** Answers like a real one whose HTTP port reaches its gRPC port by a proxy. */
function cutGateway({ instead }: Flyteadmin): void {
  const json = { code: 14, message: 'connection error: desc = "transport: Error while dialing: failed to do connect handshake, response: \\"HTTP/1.1 502 Bad Gateway\\""' };
  ['/me', '/.well-known/oauth-authorization-server', '/config/v1/flyte_client'].forEach((path) => instead.set(path, { status: 503, answer: { json, message: Buffer.alloc(0) } }));
}

/** Runs the emitted pod; Services of other pods answer every call with an empty message. The edge's log has the callers. */
async function program(provider: Provider, deployment: Deployment, edgeLog: EdgeLog | undefined, binary: string): Promise<RunningFlyteadmin> {
  return running(await runPod(binary, deployment, provider), edgeLog);
}

/** Prepares flyteadmin for any number of starts on one database. */
export async function prepareFlyteadmin(provider: Provider, deployment: Deployment): Promise<(serving: Serving) => Promise<RunningFlyteadmin>> {
  const binary = realFlyteadmin.locate();
  console.log(`flyteadmin: ${binary ?? 'a stand-in'}`);
  if (!binary) {
    return async (serving) => besideOthers(await standIn(provider, serving));
  }
  const pod = await preparePod(binary, deployment, provider);
  return async (serving) => running(await pod.serve(serving));
}

/** Adds services of other pods, which answer every call. */
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
    // flyteadmin logs before it answers, so the lines are in the pipe.
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
