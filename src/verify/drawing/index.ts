export { loginPicture, secretsWiring } from './made-pictures';
export { anchorOf, reportPage } from './html';
export { placed, textsOf } from './layout';
export type { Picture, PictureBox, PictureEdge, PictureNode } from './picture';
export { DRAWING_STYLE, escaped, svgOf } from './svg';
export { wiringPicture } from './wiring-picture';
