/** What the page where someone speaks needs to seal, and no more. Loaded once the page is already usable. */
import list from "../../portevoix/ground/seal/words.fr.txt";
import { wordList } from "./seal/words.ts";

export const words = wordList(list);

export { followDirectories, officersWords } from "./seal/directory.ts";
export { canSeal } from "./seal/able.ts";
export { Api } from "./testimony/api.ts";
export { Sender } from "./testimony/deposit.ts";
export { Upload } from "./testimony/upload.ts";
