/** Everything that seals and opens on the reporter's pages. Loaded once the page is already usable. */
import list from "../../portevoix/ground/seal/words.fr.txt";
import { wordList } from "./seal/words.ts";

export const words = wordList(list);

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
