/** The version and the notes of a release, which projen's `bump` does not decide. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { argumentsOf } from './command';

const HEADING = /^## (\d+\.\d+\.\d+)\b.*$/m;

/**
 * The version at the top of the changelog if it is unreleased; otherwise undefined, and projen uses the next
 * patch.
 */
export function nextVersion(changelog: string, released: string): string {
  const top = HEADING.exec(changelog)?.[1] ?? released;
  return top.localeCompare(released, 'en', { numeric: true }) > 0 ? top : '';
}

/** The changelog of a version, then every commit since the release before. */
export function releaseNotes(changelog: string, version: string, commits: readonly string[], before?: string): string {
  const section = changelog.split(/^(?=## )/m).find((text) => HEADING.exec(text)?.[1] === version)?.replace(HEADING, '').trim();
  const list = commits.map((commit) => `* ${commit.replaceAll('<', '\\<')}`).join('\n');
  return `${[`## ${version}`, section, `### Every change${before ? ` since ${before}` : ''}`, list].filter(Boolean).join('\n\n')}\n`;
}

function commitsSince(tag: string | undefined): string[] {
  const range = tag ? [`${tag}..HEAD`] : [];
  return execFileSync('git', ['log', '--no-merges', '--format=%s (%h)', ...range], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n').filter(Boolean);
}

if (require.main === module) {
  const [asked] = argumentsOf('npx tsx scripts/release.ts next-version|notes   Say the version that comes next, or write its notes; the workflow release calls it');
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  // projen leaves LATEST_TAG empty before the first release.
  const { LATEST_TAG: before, CHANGELOG: notes } = process.env;
  if (asked === 'next-version') {
    console.log(nextVersion(changelog, version));
  } else {
    writeFileSync(notes!, releaseNotes(changelog, version, commitsSince(before), before));
  }
}
