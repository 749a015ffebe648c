import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../_support/processes';

/** A git repository of rendered manifests in a folder. */
export class GitRepository {
  private readonly directory = temporaryDirectory('git');

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  public get url(): string {
    return `file://${this.directory}`;
  }

  /** Replaces all files, and returns the commit. */
  public push(files: Readonly<Record<string, string>>): string {
    readdirSync(this.directory)
      .filter((name) => name !== '.git')
      .forEach((name) => rmSync(join(this.directory, name), { recursive: true }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.directory, path)), { recursive: true });
      writeFileSync(join(this.directory, path), text);
    }
    this.git('add', '--all');
    this.git(
      '-c',
      'user.name=e2e',
      '-c',
      'user.email=e2e@example.com',
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      'Render',
    );
    return this.git('rev-parse', 'HEAD').trim();
  }

  private git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.directory, encoding: 'utf8' });
  }
}
