/** Text that the build puts in the bundle as it stands. */
declare module "*.txt" {
  const text: string;
  export default text;
}
