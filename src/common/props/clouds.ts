import { Check, matching } from './checks';

/** Checks of names that the clouds give. */

/**
 * Partition, direction, number. New regions follow the pattern, so they are not listed.
 *
 * Source: AWS SDKs, `partitions.json` (`regionRegex` of each partition).
 */
const AWS_REGION = new RegExp(String.raw`^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[bf]?|eu-isoe|eusc-de)`
  + String.raw`-(north|south|central)?(east|west)?(?<!-)-\d{1,2}$`);

/** A region of AWS. */
export const awsRegion =
  matching(AWS_REGION, 'is not an AWS region; write one such as us-east-2, without the letter of a zone');

/** The ARN of a role, as pods take it on. */
export const arnOfRole = matching(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'is not a role ARN; write one such as arn:aws:iam::123456789012:role/union',
);

/** What a region starts with where it is not in the commercial partition, and its partition. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['us-iso-', 'aws-iso'], ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'], ['eu-isoe-', 'aws-iso-e'], ['eusc-', 'aws-eusc'],
];

/** Not a role of another partition than the region's: those share no accounts. */
export function roleIn(region: string | undefined): Check {
  return (arn) => {
    if (region === undefined || awsRegion(region) || arnOfRole(arn)) {
      return undefined;
    }
    const own = arn.split(':')[1];
    const right = PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';
    return own === right
      ? undefined
      : `is of the partition ${own}, and the region ${region} of ${right}, which knows no such role; correct `
        + 'one of them';
  };
}

/**
 * Source: Google Cloud, "Creating and managing projects"; old ones have the domain of their organization. The
 * number of a project stands for it in every API.
 */
export const googleProject = matching(
  /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{0,28}[a-z0-9]$|^\d+$/,
  'is not a project ID; write one such as acme-123456',
);

/** A region of Google Cloud. */
export const googleRegion =
  matching(/^[a-z]+-[a-z]+\d+$/, 'is not a Google Cloud region; write one such as us-central1, without zone');

/** Source: distribution/reference, `regexp.go`; a host is told from a path by its dot, port or name. */
const ADDRESS = String.raw`[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\]`;
const HOST = String.raw`(?:localhost(?::\d+)?|(?=[^/]*[.:])(?:${ADDRESS})(?::\d+)?)`;
const NAME = String.raw`[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
const PATH = String.raw`${NAME}(?:/${NAME})*`;
const TAG = String.raw`\w[\w.-]{0,127}`;
const DIGEST = String.raw`@sha256:[0-9a-f]{64}`;

/** The tag of an image; a digest may pin it. */
export const imageTag = matching(
  new RegExp(`^${TAG}(?:${DIGEST})?$`), 'is not a tag; use at most 128 letters, digits, "-", "_" and "."',
);

/** A whole reference of an image. */
export const imageReference = matching(
  new RegExp(`^(?:${HOST}/)?${PATH}(?::${TAG})?(?:${DIGEST})?$`),
  'is not an image reference; write one such as registry.example.com/union/service:2026.8.3, its path in '
    + 'lower case and without a scheme',
);

/** What comes before the name of an image: a registry, a path, or both. */
export const imageRegistry = matching(
  new RegExp(`^(?:${HOST}(?:/${PATH})?|${PATH})$`),
  'is not a registry with a path; write one such as registry.example.com/union, in lower case, without '
    + 'scheme, '
    + 'trailing "/", tag and digest',
);
