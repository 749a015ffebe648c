import { filledIn, matching } from '../../common/props/checks';
import { struct, text } from '../../common/props/prop-types';
import { Description, SERVICE_APPLICATION_PROPS, ServiceApplicationProps } from './service-application';

/** A pipeline that signs in to the control plane with client credentials of its own. */
export interface PipelineApplicationProps extends ServiceApplicationProps {
  /**
   * A short name for it: lower-case letters, digits and `-`, at most 40 characters. Names of emitted objects
   * and of environment variables come from it.
   */
  readonly name: string;
}

/** @internal */
export const _shortName = matching(
  /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
  'is no short name; use lower-case letters, digits and "-", at most 40 characters, starting with a letter',
);

export const PIPELINE_APPLICATION = struct<PipelineApplicationProps>({
  ...SERVICE_APPLICATION_PROPS,
  name: text(filledIn, _shortName),
});

/** @internal */
export function _describePipeline(name: string): Description {
  return { id: name, name: `Union CI (${name})`, purpose: 'Automated pipelines' };
}
