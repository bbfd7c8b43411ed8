/** The page where someone speaks. What seals comes after, while they read. */
import "./elements/steps.ts";
import "./elements/files.ts";
import "./elements/readers.ts";
import "./elements/receipt.ts";
import "./elements/compose.ts";
