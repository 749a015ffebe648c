export { reportPage } from './html';
export { ownPathMarkup, ownPathOf } from './own-path';
export { HEIGHT, pictureOf } from './picture';
export { loginSequence, sequenceDrawing } from './sequence';
export type { Message, Participant, Sequence } from './sequence';
export type { Drawing } from './shapes';
export { DRAWING_STYLE, drawingStyle } from './style';
export { escaped, svgOf } from './svg';
export { OWN_PATH as OWN_PATH_STYLE } from './stylesheets';
