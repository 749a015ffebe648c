import { cached, fillCache, run, Tool } from './tool';

/** A package of PyPI in a virtual environment of its own; `locate` returns its Python. */
export function pythonPackage(name: string, version: string): Tool {
  return {
    name,
    version,
    needs: 'Python 3.10 or newer with venv and pip; a minute',
    locate: () => cached(name, version, 'bin/python'),
    // The cache moves it once it is whole: its interpreter does not mind, its scripts would.
    install: () => fillCache(name, version, (directory) => {
      run('python3', ['-m', 'venv', directory], directory);
      run(`${directory}/bin/python`, ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', `${name}==${version}`], directory);
    }),
  };
}
