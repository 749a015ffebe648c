/** The parts of a path; doubled and trailing slashes and "." do not count, as in the kernel. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
