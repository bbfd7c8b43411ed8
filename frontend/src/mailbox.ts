/** The page where someone comes back with nine words. */
import { loadSealSoon } from "./seal/load.ts";

loadSealSoon();
