import { pythonPackage } from '../_support/python';

export const flytekit = pythonPackage('flytekit', '1.16.31');
