/** Whether a finding is about an answer of the network, and not about a file. */
export function isUrl(file: string): boolean {
  return file.startsWith('https://');
}

/** A relative reference, or a file URI for an absolute path. */
export function fileUri(file: string): string {
  if (isUrl(file)) {
    return encodeURI(file);
  }
  const path = file.replace(/\\/g, '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path.replace(/^([A-Za-z])%3A\//, 'file:///$1:/');
}
