import { matching } from './checks';

/** Source: distribution/reference, `regexp.go`; a host is told from a path by its dot, port or name. */
const ADDRESS = String.raw`[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\]`;
const HOST = String.raw`(?:localhost(?::\d+)?|(?=[^/]*[.:])(?:${ADDRESS})(?::\d+)?)`;
const NAME = String.raw`[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
const PATH = String.raw`${NAME}(?:/${NAME})*`;
const TAG = String.raw`\w[\w.-]{0,127}`;
const DIGEST = String.raw`@sha256:[0-9a-f]{64}`;

/** The tag of an image; a digest may pin it. */
export const imageTag = matching(
  new RegExp(`^${TAG}(?:${DIGEST})?$`), 'is no tag; use at most 128 letters, digits, "-", "_" and "."',
);

/** A whole reference of an image. */
export const imageReference = matching(
  new RegExp(`^(?:${HOST}/)?${PATH}(?::${TAG})?(?:${DIGEST})?$`),
  'is no reference of an image; write one such as registry.example.com/union/service:2026.8.3, its path in '
    + 'lower case and without a scheme',
);

/** What comes before the name of an image: a registry, a path, or both. */
export const imageRegistry = matching(
  new RegExp(`^(?:${HOST}(?:/${PATH})?|${PATH})$`),
  'is no registry with a path; write one such as registry.example.com/union, in lower case, without scheme, '
    + 'trailing "/", tag and digest',
);
