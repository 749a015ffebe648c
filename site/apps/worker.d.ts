/** The program of a worker, as a text. */
declare module '*?worker' {
  const program: string;
  export default program;
}
