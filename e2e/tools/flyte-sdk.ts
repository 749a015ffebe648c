import { pythonPackage } from '../_support/python';

/** flyte-sdk (v2), by its name on PyPI. */
export const flyteSdk = pythonPackage('flyte', '2.12.1');
