import { IdentityProvider } from '../../src';
import { HYDRA_HOST, hydraFor } from './_hydra';
import { describePlatform, platformDeployment } from './_platform';

const union = platformDeployment(IdentityProvider.hydra({ issuer: `https://${HYDRA_HOST}` }));
const hydra = hydraFor(union);

describePlatform(union, () => hydra.provider);
