import { Check, matching } from './checks';

/** Checks of names in clouds. */

/**
 * Partition, direction, number. A pattern rather than a list, as new regions follow it.
 *
 * Source: AWS SDKs, `partitions.json` (`regionRegex` of each partition).
 */
const AWS_REGION = new RegExp(String.raw`^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[bf]?|eu-isoe|eusc-de)`
  + String.raw`-(north|south|central)?(east|west)?(?<!-)-\d{1,2}$`);

/** A region of AWS. */
export const awsRegion =
  matching(AWS_REGION, 'is not an AWS region; write one such as us-east-2, without a zone letter');

/** The ARN of a role that pods can assume. */
export const arnOfRole = matching(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'is not a role ARN; write one such as arn:aws:iam::123456789012:role/union',
);

/** Prefixes of regions outside of the commercial partition, with their partition. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['us-iso-', 'aws-iso'], ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'], ['eu-isoe-', 'aws-iso-e'], ['eusc-', 'aws-eusc'],
];

/** The role must be in the partition of the region: partitions share no accounts. */
export function roleIn(region: string | undefined): Check {
  return (arn) => {
    if (region === undefined || awsRegion(region) || arnOfRole(arn)) {
      return undefined;
    }
    const own = arn.split(':')[1];
    const right = PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
    return own === right
      ? undefined
      : `is in partition ${own}, but region ${region} is in ${right}; correct `
        + 'one of them';
  };
}

/**
 * Source: Google Cloud, "Creating and managing projects"; old IDs contain the domain of the organization.
 * APIs accept the number of a project too.
 */
export const googleProject = matching(
  /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{0,28}[a-z0-9]$|^\d+$/,
  'is not a project ID; write one such as acme-123456',
);

/** A region of Google Cloud. */
export const googleRegion =
  matching(/^[a-z]+-[a-z]+\d+$/, 'is not a Google Cloud region; write one such as us-central1, without zone');

/**
 * Source: distribution/reference, `regexp.go`; a first part with a dot or port, or named localhost, is a
 * host.
 */
const ADDRESS = String.raw`[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\]`;
const HOST = String.raw`(?:localhost(?::\d+)?|(?=[^/]*[.:])(?:${ADDRESS})(?::\d+)?)`;
const NAME = String.raw`[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
const PATH = String.raw`${NAME}(?:/${NAME})*`;
const TAG = String.raw`\w[\w.-]{0,127}`;
const DIGEST = String.raw`@sha256:[0-9a-f]{64}`;

/** The tag of an image, optionally with a digest. */
export const imageTag = matching(
  new RegExp(`^${TAG}(?:${DIGEST})?$`), 'is not a tag; use at most 128 letters, digits, "-", "_" and "."',
);

/** A full image reference. */
export const imageReference = matching(
  new RegExp(`^(?:${HOST}/)?${PATH}(?::${TAG})?(?:${DIGEST})?$`),
  'is not an image reference; write one such as registry.example.com/union/service:2026.8.3, its path in '
    + 'lower case and without a scheme',
);

/** The part before the name of an image: a registry, a path, or both. */
export const imageRegistry = matching(
  new RegExp(`^(?:${HOST}(?:/${PATH})?|${PATH})$`),
  'is not a registry with a path; write one such as registry.example.com/union, in lower case, without '
    + 'scheme, '
    + 'trailing "/", tag and digest',
);
