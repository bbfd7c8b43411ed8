/** The page where someone comes back with nine words. */
import "./elements/files.ts";
import "./elements/readers.ts";
import "./elements/receipt.ts";
import "./elements/words-in.ts";
import "./elements/mailbox.ts";
