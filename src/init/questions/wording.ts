/**
 * What constructs tell, in the words of a file of answers: whoever writes no code has no use for a call. Each
 * pattern is a way in which remedies name the API.
 */
const WORDS: readonly (readonly [RegExp, string])[] = [
  // What only an app can do.
  [/eagerApiKey: EagerApiKey\.encoded\([^)]*\) \([^)]*\), or /g, ''],
  [/(?:write|use) EagerApiKey\.encoded(?:\([^)]*\))?, or (?:use )?/g, 'use '],
  [/,? or (?:use |write )?(?:eagerApiKey: )?EagerApiKey\.encoded(?:\([^)]*\))?(?: beside the others)?/g, ''],
  [/; to use it all the same, [^;]*ChartVersion\.assume\(.*$/g, '; a cdk8s app can assume it'],
  [/: this one is newer than what is known here, so ChartVersion\.assume\(.*$/g, ''],
  [/give the app yamlOutputType: .*, or (name the directory)/g, '$1'],
  // What both can say.
  [/ChartVersion\.of\((["'])([^"']*)\1\)/g, '$2'],
  [/ChartVersion\.V(\d+)_(\d+)(?:_(\d+))?/g, '$1.$2'],
  [/EagerApiKey\.(\w+)(?:\([^)]*\))?/g, '$1'],
  [/IdentityProvider\.(\w+)(?:\(\))?/g, 'provider.$1'],
  [/SecretDelivery\.(\w+)(?:\(\))?/g, 'secrets.$1'],
  [/Authorization\.(\w+)(?:\(\))?/g, 'controlPlane.authorization.$1'],
  [/Edge(?:Controller)?\.(\w+)(?:\(\))?/g, 'edge.$1'],
  [/ObjectStorage\.(\w+)(?:\(\))?/g, 'planes.plain.storage.$1'],
  [/\b(web|native|service)\.clientId\b/g, '$1ClientId'],
  [/UnionIdentity\b/g, 'union-auth.yaml'],
  [/, in braces: \{ (.*?) \}/g, ', such as $1'],
  [/, in (?:braces|square brackets)/g, ' below it'],
];

/** What a construct tells, without a word of code. */
export function inAnswers(text: string): string {
  return WORDS.reduce((worded, [pattern, word]) => worded.replace(pattern, word), text);
}
