/** Everything that seals and opens, for the page where someone comes back. */
export { words } from "./seal.ts";

export * from "./seal/able.ts";
export * from "./seal/directory.ts";
export * from "./seal/errors.ts";
export * from "./seal/fields.ts";
export * from "./seal/files.ts";
export * from "./seal/identity.ts";
export * from "./seal/receipt.ts";
export * from "./seal/reporter.ts";
export * from "./seal/stream.ts";
export * from "./seal/testimony.ts";
export * from "./seal/trail.ts";
export * from "./seal/wire.ts";
export * from "./seal/work.ts";
export * from "./testimony/api.ts";
export * from "./testimony/deposit.ts";
export * from "./testimony/upload.ts";
export * from "./testimony/mailbox.ts";
export * from "./testimony/typed.ts";
