/** The page where someone speaks. */
import { loadSealSoon } from "./seal/load.ts";

loadSealSoon();
