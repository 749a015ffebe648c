import type { ManifestText } from '../../../common/yaml/input';
import { joined, Layer } from './install';

/**
 * The text that a path means: beside the object that names it, or from the root of a repository, of which the
 * input may show any part. Of several the one that shares most of the path.
 */
export function findFile(
  { path, beside }: Extract<Layer, { readonly kind: 'file' }>, texts: readonly ManifestText[],
): ManifestText | undefined {
  if (beside !== undefined) {
    const wanted = joined(path.startsWith('/') ? '' : beside, path);
    return texts.find(({ name }) => joined(name) === wanted);
  }
  const wanted = joined(path).split('/').reverse();
  const shared = texts.map((text) => {
    const steps = joined(text.name).split('/').filter(Boolean).reverse();
    const differs = wanted.findIndex((step, index) => step !== steps[index]);
    const whole = differs === steps.length ? steps.length : 0;
    return { text, steps: differs < 0 ? wanted.length : whole };
  }).filter(({ steps }) => steps > 0);
  const most = Math.max(...shared.map(({ steps }) => steps));
  const best = shared.filter(({ steps }) => steps === most);
  // A bare name that many files have tells nothing.
  return best.length === 1 || most > 1 ? best[0]?.text : undefined;
}
