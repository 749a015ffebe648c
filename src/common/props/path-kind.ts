/**
 * What the path of a route stands for, in the same words where edges are emitted and where they are read:
 *
 * - `exact`: the path alone;
 * - `tree`: the path and everything below it, by whole segments, so `/` is everything;
 * - `segment`: the path continued without a further slash, as in `/pkg.Service/Watch…`;
 * - `start`: whatever starts with the text, slash or not;
 * - `regex`: a regular expression.
 */
export type PathKind = 'exact' | 'tree' | 'segment' | 'start' | 'regex';
