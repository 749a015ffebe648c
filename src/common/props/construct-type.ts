import { Construct } from 'constructs';
import { PropType, shaped } from './prop-types';

/**
 * A construct of a tree. It has a file of its own, for commands that judge texts do without the package of
 * constructs.
 */
export const constructType: PropType = shaped(
  (value) => Construct.isConstruct(value), 'is no construct; pass a chart, the app or a construct of it',
);
