export interface PackageJson {
  readonly version: string;
  readonly homepage: string;
  readonly repository: { readonly url: string };
}

let read: PackageJson | undefined;

function packageJson(): PackageJson {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- read when asked for
  read ??= require('../../package.json') as PackageJson;
  return read;
}

/** The version of this package; 0.0.0 in a clone without a release. */
export function packageVersion(): string {
  return packageJson().version;
}

/** The URL of a file in this version: at the tag of its release, or on the main branch in a clone. */
export function fileLink(
  path: string, { version, repository }: Pick<PackageJson, 'version' | 'repository'> = packageJson(),
): string {
  const repositoryUrl = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  return `${repositoryUrl}/blob/${version === '0.0.0' ? 'main' : `v${version}`}/${path}`;
}

/** The URL of a page of the documentation site, such as `rules/route-unguarded.html`. */
export function siteUrl(page: string): string {
  return `${packageJson().homepage}/${page}`;
}
