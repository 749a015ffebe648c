import { KnownProvider } from './known-provider';

/** Every installation has hosts of its own. */
export const HYDRA: KnownProvider = { name: 'Ory Hydra' };
