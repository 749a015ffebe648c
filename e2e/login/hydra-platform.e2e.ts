import { IdentityProvider } from '../../src';
import { HYDRA_HOST, RunningHydra, startHydra } from './_hydra';
import { describePlatform, platformDeployment } from './_platform';

const union = platformDeployment(IdentityProvider.hydra({ issuer: `https://${HYDRA_HOST}` }));
let hydra: RunningHydra;

beforeAll(async () => {
  hydra = await startHydra(union);
}, 300_000);

afterAll(() => hydra?.stop());

describePlatform(union, () => hydra.provider);
