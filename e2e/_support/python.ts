import { cached, fillCache, run, Tool } from './tool';

/** A package of PyPI in its own virtual environment; `locate` returns its Python. */
export function pythonPackage(name: string, version: string): Tool {
  return {
    name,
    version,
    needs: 'Python 3.10 or newer with venv and pip; a minute',
    locate: () => cached(name, version, 'bin/python'),
    // The cache moves the finished environment. Its interpreter still works then; its scripts have the old path in them.
    install: () => fillCache(name, version, (directory) => {
      run('python3', ['-m', 'venv', directory], directory);
      run(`${directory}/bin/python`, ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', `${name}==${version}`], directory);
    }),
  };
}
