import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientEnvironment } from '../../src';
import { temporaryDirectory } from '../_support/processes';
import { flyteadmin } from '../tools/flyteadmin';
import { FLYTE_SDK, FLYTEKIT, GO_CLIENT, runClient } from './_clients';
import { hydraDeployment, hydraFor } from './_hydra';
import { Walker } from './_walker';
import { CI_CLIENT, Cluster, UNION_HOST } from './_world';

/**
 * Runs the emitted pod of flyteadmin: its commands, mounts and database, with a real binary or with the stand-in as a program.
 */
const union = hydraDeployment();
const HOME = `https://${UNION_HOST}`;
let cluster: Cluster;

afterAll(() => cluster?.stop());
const hydra = hydraFor(union);
beforeAll(async () => {
  cluster = await Cluster.start(hydra.provider, union, { binary: flyteadmin.locate() ?? standInProgram() });
});

beforeEach(() => cluster.flyteadmin.forget());

function standInProgram(): string {
  const path = join(temporaryDirectory('program'), 'stand-in');
  const tsx = require.resolve('tsx/cjs');
  writeFileSync(path, `#!/bin/sh\nexec ${process.execPath} --require ${tsx} ${join(__dirname, '_stand-in-program.ts')} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

it('flyteadmin starts by the commands of its pod, and signs a person in', async () => {
  const walker = new Walker(hydra.provider.network);
  expect(await walker.open(`${HOME}/console?domain=development`)).toMatchObject({ url: `${HOME}/console?domain=development`, status: 200 });
  expect(await walker.open(`${HOME}/me`)).toMatchObject({ status: 200, headers: { 'x-user-subject': 'alice' } });
  expect(await cluster.flyteadmin.served()).toContainEqual(expect.objectContaining({ path: '/console', identity: expect.objectContaining({ subject: 'alice' }) }));
});

it.each([
  ['flytekit', FLYTEKIT, ClientEnvironment.flytekit(union.identity.client('ci'))],
  ['flyte-sdk, by an API key', FLYTE_SDK, ClientEnvironment.apiKey(union.identity.client('ci'))],
  ['the Go client, by a config file', GO_CLIENT, ClientEnvironment.flyteSdk(union.identity.client('ci'))],
])('flyteadmin accepts %s', async (_, program, environment) => {
  const outcome = await runClient(hydra.provider, program, { shell: environment.toShell().toString(), env: hydra.provider.pipeline });
  expect(outcome).toMatchObject({ code: 0, output: expect.stringContaining('answered') });
  expect((await cluster.flyteadmin.served()).map(({ identity }) => identity.subject)).toContain(CI_CLIENT);
});

it('flyteadmin refuses a token without an audience, and logs the reason', async () => {
  const shell = ClientEnvironment.flyteSdk(union.identity.client('ci')).toShell().toString().replace(/ +audience: .*\n/, '');
  const { code } = await runClient(hydra.provider, GO_CLIENT, { shell, env: hydra.provider.pipeline });
  expect(code).not.toBe(0);
  expect(await cluster.flyteadmin.served()).toEqual([]);
  expect(await cluster.flyteadmin.refused()).toContainEqual(expect.stringContaining('invalid audience'));
});
